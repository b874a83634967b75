"""The XMP metadata of a document: title, language, the standards it keeps, and the codes of its certificates.

Nothing in it tells who a document is about: a title may not hold a name, and a code holds none
(`verification`). The day is the day of issue, not the moment of printing, so a reprint is the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from app.documents.pdf_file import plain_stream

PRODUCER = "Leerspoor"
CODE_NAMESPACE = "urn:leerspoor:certificate:1:"

# Part 2 level A of PDF/A and part 1 of PDF/UA. The schemas that PDF/A does not know must be described in the
# file.
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:leerspoor="{namespace}" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate><pdf:Producer>{producer}</pdf:Producer>
{codes}<pdfaExtension:schemas><rdf:Bag>
{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_SCHEMA = """<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{schema}</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>\
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>\
<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>
"""
_ACCESSIBILITY_SCHEMA = _SCHEMA.format(
    schema="PDF/UA identification",
    namespace="http://www.aiim.org/pdfua/ns/id/",
    prefix="pdfuaid",
    name="part",
    kind="Integer",
    category="internal",
    about="Part of PDF/UA that the document keeps",
)
_CODE_SCHEMA = _SCHEMA.format(
    schema="Leerspoor certificates",
    namespace=CODE_NAMESPACE,
    prefix="leerspoor",
    name="codes",
    kind="seq Text",
    category="external",
    about="Signed code of each certificate, in order of the pages",
)


def metadata_stream(title: str, language: str, day: date, codes: Sequence[str]) -> bytes:
    """The metadata object; uncompressed, so that any program can find it in the file."""
    items = "".join(f"<rdf:li>{escape(code, quote=False)}</rdf:li>" for code in codes)
    listed = f"<leerspoor:codes><rdf:Seq>{items}</rdf:Seq></leerspoor:codes>\n" if codes else ""
    packet = _PACKET.format(
        namespace=CODE_NAMESPACE,
        title=escape(title, quote=False),
        language=language,
        producer=PRODUCER,
        day=f"{day.isoformat()}T00:00:00Z",
        codes=listed,
        schemas=_ACCESSIBILITY_SCHEMA + (_CODE_SCHEMA if codes else ""),
    )
    return plain_stream(b"/Type/Metadata/Subtype/XML", packet.encode())
