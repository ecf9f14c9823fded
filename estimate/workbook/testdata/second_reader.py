"""Reads a workbook with openpyxl, and prints what it has as JSON."""

import json
import sys

import openpyxl


def names(book):
    defined = book.defined_names  # a dict from openpyxl 3.1 on
    return sorted(defined.keys() if hasattr(defined, "keys") else [n.name for n in defined.definedName])


path = sys.argv[1]
book = openpyxl.load_workbook(path)
values = openpyxl.load_workbook(path, data_only=True)
sheets = []
for sheet in book.worksheets:
    stored = values[sheet.title]
    formulas, empty, errors, targets = 0, [], [], []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink is not None:
                targets.append(cell.hyperlink.location)
            if cell.data_type != "f":
                continue
            formulas += 1
            value = stored[cell.coordinate]
            if value.value is None:
                empty.append(cell.value)
            elif value.data_type == "e":
                errors.append(cell.coordinate)
    sheets.append({
        "name": sheet.title,
        "formulas": formulas,
        "empty": empty,
        "errors": errors,
        "targets": targets,
        "validations": len(sheet.data_validations.dataValidation),
        "conditional": sum(len(r.rules) for r in sheet.conditional_formatting),
        "charts": len(sheet._charts),
        "filter": sheet.auto_filter.ref or "",
        "panes": sheet.freeze_panes or "",
        "orientation": sheet.page_setup.orientation or "",
        "footer": sheet.oddFooter.center.text or "",
        # but for a note that has its row to itself
        "merged": sum(r.min_col > 1 or r.min_row != r.max_row for r in sheet.merged_cells.ranges),
    })
json.dump({"title": book.properties.title, "language": book.properties.language, "names": names(book), "sheets": sheets}, sys.stdout)
