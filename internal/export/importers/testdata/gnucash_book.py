"""A new GnuCash book, and GnuCash's own libraries to import into it.

GnuCash imports files in its windows only. The functions behind the windows are
in its libraries, and none of them needs a window, so that they are called
here, in a process that GnuCash's Python bindings have set up.
"""

import ctypes
import glob
import os
import sys

from gnucash import Account, GncNumeric, Session, SessionOpenMode
from gnucash.gnucash_business import TaxTable, TaxTableEntry, Vendor
from gnucash.gnucash_core_c import ACCT_TYPE_ASSET, ACCT_TYPE_EXPENSE, ACCT_TYPE_LIABILITY, ACCT_TYPE_PAYABLE

TYPES = {"expense": ACCT_TYPE_EXPENSE, "asset": ACCT_TYPE_ASSET, "liability": ACCT_TYPE_LIABILITY, "payable": ACCT_TYPE_PAYABLE}
DAY_FIRST = 1  # QofDateFormat: QOF_DATE_FORMAT_UK


def library_path(name):
    """The file of a library of GnuCash's."""
    for folder in ("/usr/lib/*/gnucash", "/usr/lib/*/gnucash/gnucash", "/usr/lib*/gnucash", "/usr/lib*/gnucash/gnucash"):
        found = glob.glob(os.path.join(folder, name + ".so"))
        if found:
            return found[0]
    sys.exit(name + " is not there: install the package gnucash")


def library(name):
    return ctypes.CDLL(library_path(name))


def guile():
    """The Scheme that GnuCash has loaded."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return ctypes.CDLL(next(path for path in (line.split()[-1] for line in maps) if "/libguile-" in path))


def new_book(spec, folder):
    """A session with a book that has the accounts, vendors and tax tables of
    spec, set up as the program itself does it."""
    session = Session("xml://" + os.path.join(folder, "book.gnucash"), SessionOpenMode.SESSION_NEW_STORE)
    book = session.book
    table = book.get_table()
    made = {"": book.get_root_account()}
    for full, (kind, code) in spec["accounts"].items():
        names = full.split(":")
        for depth in range(1, len(names) + 1):
            path = ":".join(names[:depth])
            if path not in made:
                made[path] = Account(book)
                made[path].SetName(names[depth - 1])
                made[path].SetType(TYPES[kind])
                made[path].SetCommodity(table.lookup("CURRENCY", code))
                made[":".join(names[:depth - 1])].append_child(made[path])
    for number, (name, code) in spec.get("vendors", {}).items():
        Vendor(book, number, table.lookup("CURRENCY", code), name)
    for name, (percent, full) in spec.get("taxes", {}).items():
        TaxTable(book, name, TaxTableEntry(made[full], True, GncNumeric(percent)))
    engine = library("libgnc-engine")
    engine.gnc_set_current_session(ctypes.c_void_p(int(session.instance)))
    engine.qof_date_format_set(DAY_FIRST)
    engine.gnc_set_account_separator(b":")
    guile().scm_init_guile()  # GnuCash works prices out in it
    return session, made


def literal(n):
    """An exact decimal literal of a number."""
    digits = len(str(n.denom())) - 1
    whole = str(abs(n.num())).rjust(digits + 1, "0")
    text = whole[:len(whole) - digits] + ("." + whole[len(whole) - digits:] if digits else "")
    return ("-" if n.num() < 0 else "") + text
