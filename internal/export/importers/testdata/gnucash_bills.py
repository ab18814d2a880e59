"""Takes a bills file into a new GnuCash book by GnuCash's own importer.

File > Import > Import Bills & Invoices calls three functions of
libgnc-bi-import: they read the file by a regular expression, check the rows
against the book, and create and post the bills. None needs a window, so that
they are called here, in a process that GnuCash's Python bindings have set up.
The regular expression is the dialog's own, out of the library.

Usage: gnucash_bills.py BOOK.json BILLS.csv
BOOK.json has "separator" (; or ,), "quoted", "accounts" {full name: [type,
currency]}, "vendors" {number: [name, currency]} and "taxes" {table: [percent,
account]}. What came of it is JSON on standard output.
"""

import ctypes
import json
import os
import re
import sys
import tempfile

import gnucash.gnucash_core_c as core
from gnucash import Query
from gnucash.gnucash_business import Bill, Entry

from gnucash_book import library, library_path, literal, new_book

COLUMNS = 22   # of the importer's list: id to accu_splits


class GString(ctypes.Structure):
    _fields_ = [("str", ctypes.c_char_p), ("len", ctypes.c_size_t), ("allocated", ctypes.c_size_t)]


class Stats(ctypes.Structure):
    _fields_ = [("imported", ctypes.c_int), ("ignored", ctypes.c_int), ("ignored_lines", ctypes.POINTER(GString))]


def dialog_pattern(separator, quoted):
    """The regular expression of the import dialog for such a file."""
    with open(library_path("libgnc-bi-import"), "rb") as f:
        texts = re.findall(rb"\^\(\\x\{FEFF\}\)\?\(+\?<id>[ -~]{400,}", f.read())
    for text in texts:
        if (b"|" in text) == quoted and ("(?<date_opened>[^%s]*)%s" % ('"' + separator if quoted else separator, "" if quoted else separator)).encode() in text:
            return text
    sys.exit("the importer's pattern is not in its library")


def main(spec_path, bills):
    with open(spec_path, encoding="utf-8") as f:
        spec = json.load(f)
    with tempfile.TemporaryDirectory() as folder:
        session, _ = new_book(spec, folder)
        book = session.book
        gtk, glib, bi = ctypes.CDLL("libgtk-3.so.0"), ctypes.CDLL("libglib-2.0.so.0"), library("libgnc-bi-import")
        pointer, text = ctypes.c_void_p, ctypes.c_char_p
        gtk.gtk_list_store_newv.restype = pointer
        strings = (ctypes.c_size_t * COLUMNS)(*[16 << 2] * COLUMNS)  # G_TYPE_STRING
        store = pointer(gtk.gtk_list_store_newv(COLUMNS, strings))
        glib.g_string_new.restype = ctypes.POINTER(GString)
        info = glib.g_string_new(b"")
        stats = Stats()
        bi.gnc_bi_import_read_file.argtypes = [text, text, pointer, ctypes.c_uint, ctypes.POINTER(Stats)]
        if bi.gnc_bi_import_read_file(os.fsencode(bills), dialog_pattern(spec["separator"], spec["quoted"]), store, 0, ctypes.byref(stats)) != 0:
            sys.exit("GnuCash cannot read the file")
        fixed, ignored, created, updated = (ctypes.c_uint(0) for _ in range(4))
        bi.gnc_bi_import_fix_bis(store, ctypes.byref(fixed), ctypes.byref(ignored), info, b"BILL")
        bi.gnc_bi_import_create_bis.argtypes = [pointer, pointer] + [ctypes.POINTER(ctypes.c_uint)] * 3 + [text, text, ctypes.POINTER(GString), pointer]
        bi.gnc_bi_import_create_bis(store, int(book.instance), ctypes.byref(created), ctypes.byref(updated), ctypes.byref(ignored), b"BILL", b"NONE", info, None)
        print(json.dumps({
            "lines": stats.imported, "unread": stats.ignored_lines.contents.str.decode("utf-8"), "fixed": fixed.value, "ignored": ignored.value,
            "created": created.value, "messages": info.contents.str.decode("utf-8"), "bills": found_bills(book)}))
        session.end()


def found_bills(book):
    query = Query()
    query.search_for("gncInvoice")
    query.set_book(book)
    bills = []
    for instance in query.run():
        bill = Bill(instance=instance)
        bills.append({
            "id": bill.GetID(), "vendor": bill.GetOwner().GetName(), "currency": bill.GetCurrency().get_mnemonic(), "posted": bool(bill.IsPosted()),
            "date": bill.GetDatePosted().strftime("%Y-%m-%d") if bill.IsPosted() else bill.GetDateOpened().strftime("%Y-%m-%d"),
            "total": literal(bill.GetTotal()), "tax": literal(bill.GetTotalTax()), "net": literal(bill.GetTotalSubtotal()),
            "lines": [Entry(instance=e).GetDescription() for e in core.gncInvoiceGetEntries(bill.instance)]})
    query.destroy()
    return sorted(bills, key=lambda b: b["id"])


main(*sys.argv[1:])
