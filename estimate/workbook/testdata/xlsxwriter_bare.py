"""Writes so many cells, formulas with their values among them, with XlsxWriter in
its mode of constant memory, on sheets of 25,000 rows; prints the peak of its
memory in MB."""

import resource
import sys

import xlsxwriter

path, cells, formulas = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
columns, rows = 27, 25_000
every = formulas / cells
book = xlsxwriter.Workbook(path, {"constant_memory": True})
written = 0
while written < cells:
    sheet = book.add_worksheet()
    due = 0.0
    for r in range(rows):
        if written >= cells:
            break
        for i in range(columns):
            due += every
            if due >= 1:
                due -= 1
                sheet.write_formula(r, i, "=Usage!T1234*$F12345", None, (r + 1) * i * 1.2345)
            elif i % 2 == 0:
                sheet.write_string(r, i, "Virtual Machines / Dsv5")
            else:
                sheet.write_number(r, i, i)
        written += columns
book.close()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
