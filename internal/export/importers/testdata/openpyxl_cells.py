"""Shows the cells of a workbook by sheet, as JSON: the type and the value of each."""

import json
import sys

import openpyxl


def shown(cell):
    if cell.value is None:
        return ["", ""]
    if cell.is_date:
        return ["d", cell.value.date().isoformat()]
    return [cell.data_type, repr(cell.value) if cell.data_type == "n" else cell.value]


book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({sheet.title: [[shown(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book}))
