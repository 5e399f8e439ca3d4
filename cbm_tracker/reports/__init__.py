"""Reports: what they say (content), how the house sets it (house style, sheet, tables, charts), and the PDF. The only ReportLab code."""
