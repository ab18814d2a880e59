"""Loads a Beancount file and shows, as JSON, its errors, payees and balances."""

import json
import sys
from collections import defaultdict
from decimal import Decimal

from beancount import loader
from beancount.core.data import Transaction

entries, errors, _ = loader.load_file(sys.argv[1])
balances = defaultdict(lambda: defaultdict(Decimal))
payees = []
for entry in entries:
    if isinstance(entry, Transaction):
        payees.append(entry.payee)
        for posting in entry.postings:
            balances[posting.account][posting.units.currency] += posting.units.number
print(json.dumps({
    "Errors": [e.message for e in errors], "Payees": payees,
    "Balances": {account: {currency: format(n, "f") for currency, n in sums.items()} for account, sums in balances.items()}}))
