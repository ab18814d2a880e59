"""Takes a file of transactions into a new GnuCash book by GnuCash's own importer.

File > Import > Import Transactions from CSV is an assistant over the class
GncTxImport of libgnc-csv-import, which reads the lines and makes the
transactions. Its methods are called here as the assistant's pages call them.
What the assistant's last page would do, keeping the new transactions, is done
by committing them.

Usage: gnucash_transactions.py BOOK.json TRANSACTIONS.csv
BOOK.json has "accounts" {full name: [type, currency]} and "columns", the
meaning of each column as the assistant shows it. What came of it is JSON.
"""

import ctypes
import json
import os
import sys
import tempfile

from gnucash_book import library, literal, new_book

COLUMNS = {"": 0, "Date": 2, "Num": 3, "Description": 4, "Account": 9, "Amount": 10}  # GncTransPropType
CSV_FILE = 1     # GncImpFileFormat::CSV
YEAR_FIRST = 0   # the first of the date formats: y-m-d
POINT = 1        # of the number formats: Locale, Period, Comma


class String(ctypes.Structure):
    """A std::string of libstdc++, which is all that is handed over."""
    _fields_ = [("data", ctypes.c_char_p), ("length", ctypes.c_size_t), ("room", ctypes.c_char * 16)]

    def __init__(self, text):
        super().__init__(text, len(text))


class Optional(ctypes.Structure):
    """A boost::optional<unsigned int>."""
    _fields_ = [("known", ctypes.c_bool), ("value", ctypes.c_uint)]


class OptionalBool(ctypes.Structure):
    _fields_ = [("known", ctypes.c_bool), ("value", ctypes.c_bool)]


def main(spec_path, path):
    with open(spec_path, encoding="utf-8") as f:
        spec = json.load(f)
    with tempfile.TemporaryDirectory() as folder:
        session, accounts = new_book(spec, folder)
        csv, engine = library("libgnc-csv-import"), library("libgnc-engine")
        this = ctypes.create_string_buffer(4096)  # a GncTxImport, which is smaller
        call = lambda name, *arguments: getattr(csv, "_ZN11GncTxImport" + name)(ctypes.byref(this), *arguments)
        string = "RKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE"
        call("C1E16GncImpFileFormat", CSV_FILE)
        call("9load_fileE" + string, ctypes.byref(String(os.fsencode(path))))
        call("11multi_splitEb", True)
        call("11date_formatEi", YEAR_FIRST)
        call("15currency_formatEi", POINT)
        call("8encodingE" + string, ctypes.byref(String(b"UTF-8")))
        call("8tokenizeEb", True)
        csv.gnc_csv_account_map_change_mappings.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p]
        for name, account in accounts.items():  # the assistant's page of accounts, which proposes those of the same name
            if name:
                csv.gnc_csv_account_map_change_mappings(None, int(account.instance), name.encode("utf-8"))
        call("20update_skipped_linesEN5boost8optionalIjEES2_NS1_IbEES3_", Optional(True, 1), Optional(False, 0), OptionalBool(False, False), OptionalBool(False, False))
        for i, name in enumerate(spec["columns"]):
            call("15set_column_typeEj16GncTransPropTypeb", ctypes.c_uint(i), COLUMNS[name], False)
        call("19create_transactionsEv")
        print(json.dumps({"transactions": kept(session.book, engine), "balances": {name: literal(a.GetBalance()) for name, a in accounts.items() if name}}))
        session.end()


def kept(book, engine):
    """Commits the transactions that the importer made, and shows them."""
    found = []
    each = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    engine.qof_book_get_collection.restype = ctypes.c_void_p
    engine.qof_book_get_collection.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    engine.qof_collection_foreach.argtypes = [ctypes.c_void_p, each, ctypes.c_void_p]
    note = each(lambda instance, _: found.append(instance))
    engine.qof_collection_foreach(engine.qof_book_get_collection(int(book.instance), b"Trans"), note, None)
    engine.xaccTransCommitEdit.argtypes = [ctypes.c_void_p]
    engine.xaccTransGetDescription.restype = ctypes.c_char_p
    engine.xaccTransGetDescription.argtypes = [ctypes.c_void_p]
    for instance in found:
        engine.xaccTransCommitEdit(instance)
    return sorted(engine.xaccTransGetDescription(instance).decode("utf-8") for instance in found)


main(*sys.argv[1:])
