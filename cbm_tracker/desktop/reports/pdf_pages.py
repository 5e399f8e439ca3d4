"""The pages of a PDF as pictures and words. PDFium is loaded when the first document is opened."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

_PDFIUM = threading.Lock()  # the library is not safe on two threads at once, not even with two documents
POINTS_PER_INCH = 72.0


class PdfPages:
    """A PDF in memory; sizes in points (1/72 inch). Safe on any thread.

    It is opened anew for each page, which costs less than a tenth of drawing one: so there is nothing to close.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        with self._opened() as document:
            self.sizes = tuple(QSizeF(*document.get_page_size(number)) for number in range(len(document)))

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, scale: float) -> QImage:
        """Return a page drawn at `scale` pixels a point."""
        with self._opened() as document:
            page = document[number]
            drawn = page.render(scale=scale)
            grey = drawn.n_channels == 1
            form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_BGR888
            image = QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, form).copy()
            drawn.close()
            page.close()
        return image

    def words(self, number: int) -> str:
        """Return what stands on a page, as text."""
        with self._opened() as document:
            page = document[number]
            text = page.get_textpage()
            told: str = text.get_text_bounded()
            text.close()
            page.close()
        return told

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        import pypdfium2

        with _PDFIUM:
            document = pypdfium2.PdfDocument(self.data)
            try:
                yield document
            finally:
                document.close()
