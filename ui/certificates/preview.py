"""How a certificate will look, drawn from the very file that would be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.panel import Shell
from ui.parts.page_preview import PagePreview
from ui.words import tr

if TYPE_CHECKING:
    from app.documents.preview import PagePicture
    from app.views.designs import Example


class CertificatePreview(PagePreview):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, tr("Example of the certificate"))

    def show_example(self, example: Example) -> None:
        self.draw(drawn, example, described=" ".join(filter(None, (example.name, example.programme))))


def drawn(connection: Any, sight: Any, example: Example, dots: int) -> PagePicture | None:
    """Read like a view: it loads fonts and draws. None for what cannot be printed."""
    from app.documents.preview import page_picture
    from app.documents.print_run import certificate_pdf
    from app.domain.errors import Refusal
    from app.views.designs import example_sheet

    try:
        return page_picture(certificate_pdf(example_sheet(connection, sight, example)), dots)
    except Refusal:
        return None
