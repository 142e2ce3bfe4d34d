"""Hostile files through every place where a file is taken: of the wrong kind, bombs, deep and endless XML, changed and cut ones."""

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.dictionary.workbooks import small
from tests.hostile.proofs import Outcome, row
from tests.intake.filling import begin
from tests.intake.kinds import FORM, add_kinds
from tests.intake.test_kinds import picture, send
from tests.people import agrees, registered
from tests.world import client_for, make_world
from titip.dictionary.actions import load_starter
from titip.dictionary.models import ImportReport
from titip.dictionary.xlsform import workbook
from titip.register.models import Person, StoredFile
from titip.register.rules import pictures

#: Longest that one file may hold up a page, on a machine with other work (seconds).
PATIENCE = 60
SHEET = "xl/worksheets/sheet1.xml"


def repacked(change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """A small XLSForm with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def before_end(more: bytes) -> Callable[[bytes], bytes]:
    """Put something before the end of the sheet."""
    return lambda sheet: sheet.replace(b"</sheetData>", more + b"</sheetData>")


def entities(declared: bytes, used: bytes) -> Callable[[bytes], bytes]:
    """Declare entities, and use one in a cell."""
    cell = b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + used + b"</t></is></c></row>"
    return lambda sheet: before_end(cell)(sheet.replace(b"<worksheet", b"<!DOCTYPE worksheet [" + declared + b"]><worksheet", 1))


def lying(size: int) -> bytes:
    """An archive that unpacks to far more than it says."""
    changed = bytearray(repacked(before_end(b" " * size)))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = changed.find(mark)
        while place >= 0:
            if struct.unpack_from("<I", changed, place + at)[0] > 1_000_000:
                struct.pack_into("<I", changed, place + at, 5000)
            place = changed.find(mark, place + 4)
    return bytes(changed)


def workbooks(big: int) -> Iterator[tuple[str, bytes]]:
    """XLSForms that must be refused."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha" * 50) for n in range(10))
    yield "a word in the last cell", repacked(before_end(b'<row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row>'))
    yield "a word in a cell beyond the last", repacked(before_end(b'<row r="99999999"><c r="ZZZZZ99999999" t="s"><v>0</v></c></row>'))
    yield "a row far below, its cell without a place", repacked(before_end(b'<row r="1048576">' + b"<c><v>1</v></c>" * 200 + b"</row>"))
    far = (b'<table:table-row table:number-rows-repeated="1048575"/><table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
           b'<table:table-cell office:value-type="string" office:value="x"><text:p>x</text:p></table:table-cell></table:table-row>')
    yield "an .ods with a word in the last cell", ods(far)
    yield "an .ods with a cell repeated without end", ods(
        b'<table:table-row table:number-rows-repeated="999999999"><table:table-cell table:number-columns-repeated="999999999" office:value-type="float" '
        b'office:value="1"/></table:table-row>'
    )
    records = b"\x00\x04" + (1_048_575).to_bytes(4, "little") + b"\x01\x08" + (16_383).to_bytes(4, "little") + b"\x00" * 4
    yield "a binary workbook with a word in the last cell", zipped({"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": records})
    yield "a bomb", repacked(before_end(b" " * big))
    yield "a bomb that lies", lying(big)
    yield "XML cut off in the middle", repacked(lambda sheet: sheet[: len(sheet) // 2])
    yield "no XML", repacked(lambda _sheet: b"\x00" * 5000)
    yield "nested archives", zipped({f"{n}.zip": zipped({"a": b"0" * 100_000}) for n in range(50)})
    yield "paths that leave", zipped({"../../../etc/passwd": b"x", "/etc/shadow": b"y", "survey": b"z"})
    yield "another document", zipped({"word/document.xml": b"<w:document/>", "[Content_Types].xml": b"<Types/>"})
    yield "locked", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3000
    yield "endless entities in the list of sheets", repacked(lambda book: book.replace(b"<workbook", b"<!DOCTYPE w [" + laughs + b"]><workbook", 1).replace(
        b'name="survey"', b'name="&l9;"'), "xl/workbook.xml")


def ods(rows: bytes) -> bytes:
    """An .ods of one sheet with these rows."""
    names = b"".join(b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name) for name in (b"office", b"table", b"text"))
    body = b'<office:body><office:spreadsheet><table:table table:name="survey">' + rows + b"</table:table></office:spreadsheet></office:body>"
    content = b"<office:document-content" + names + b">" + body + b"</office:document-content>"
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": b"<manifest/>"})


def scrambled(xml: bytes, chance: random.Random) -> bytes:
    """XML with pieces put in, taken out, doubled or torn, so that the reader gets past the archive to it."""
    pieces = (b"<x>", b"</x>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;", b"&#xFFFFFFFF;", b"&none;", b"<?xml version='9'?>", b"\xff\xfe",
              b'r="A0"', b"<c/>" * 500, b'<row r="0">', b'<row r="-1"/>', b'<c r="A1" t="s"><v>99999999</v></c>', b"<v>1e9999</v>",
              b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>")
    for _ in range(chance.choice((1, 2, 8))):
        marks = [place for place in range(len(xml)) if xml[place : place + 1] in (b"<", b">")] or [0]
        here, there = sorted((chance.choice(marks), chance.choice(marks)))
        there = min(there, here + 400)
        how = chance.randrange(4)
        xml = (
            xml[:here] + chance.choice(pieces) + xml[here:] if how == 0 else xml[:here] + xml[there:] if how == 1
            else xml[:there] + xml[here:] if how == 2 else xml[:here] + bytes(reversed(xml[here:there])) + xml[there:]
        )
    return xml


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def harmless_xml() -> Iterator[tuple[str, bytes]]:
    """XML that may be taken or not, but must neither hang nor fetch nor show a file of ours."""
    yield "deep", repacked(before_end(b"<x>" * 100_000 + b"</x>" * 100_000))
    yield "laughs", repacked(entities(b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)), b"&l11;"))
    yield "a file of ours", repacked(entities(b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;"))
    yield "a far address", repacked(entities(b'<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', b"&x;"))
    yield "an endless attribute", repacked(before_end(b'<row r="9" x="' + b"A" * 2_000_000 + b'"/>'))


def png(width: int, height: int) -> bytes:
    """A picture that says it is so large, and holds nothing."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    said = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + said + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def pixel_bomb() -> bytes:
    """A whole picture of few bytes and very many points."""
    out = io.BytesIO()
    Image.new("1", (12_000, 8_000)).save(out, format="PNG", optimize=True)
    return out.getvalue()


def papers() -> Iterator[tuple[str, bytes]]:
    """Files that must not be taken for the picture of a paper."""
    beginnings = {
        "a program": b"MZ\x90", "a script": b"#!/bin/sh\n", "a page": b"<html><script>x</script>", "a drawing with a script": b"<svg onload='x'/>",
        "an archive": zipped({"a": b"b"}), "a workbook": small(), "a moving picture": b"GIF89a", "a TIFF": b"II*\0", "WebP": b"RIFF0000WEBP",
        "words": b"passport of", "an early PDF": b"\n%PDF-1.4", "a byte-order mark": b"\xef\xbb\xbf%PDF-", "nothing": b"",
    }
    for kind, begin_ in beginnings.items():
        yield kind, begin_ + (b"\x00" * 200 if begin_ else b"")
    yield "only the beginning of a picture", picture("PNG", exif=False)[:60]
    yield "a picture's beginning on a page", b"\x89PNG\r\n\x1a\n<script>x</script>"
    yield "a photograph's beginning on a page", b"\xff\xd8\xff<script>x</script>"
    yield "points without end", png(50_000, 50_000)
    yield "points beyond numbers", png(2**31 - 1, 2**31 - 1)
    yield "a small bomb of points", pixel_bomb()
    yield "more bytes than are taken", b"%PDF-" + b"0" * (pictures.MOST_BYTES + 1)


def changed(content: bytes, chance: random.Random) -> bytes:
    """A good file cut, or with some bytes other than they were."""
    if chance.random() < 0.3:
        return content[: chance.randrange(1, len(content))]
    made = bytearray(content)
    for _ in range(chance.choice((1, 3, 20, 200))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


class Counter:
    """Two places where a file is taken: the picture of a paper in an interview, the import of a form."""

    def __init__(self) -> None:
        world = make_world()
        load_starter(actor_code="tests")
        add_kinds()
        self.alice, self.steward, self.person = client_for(world.alice), client_for(world.eve), registered(world.alice)
        agrees(world.alice, self.person, "care")
        begin(self.alice, self.person, form=FORM)
        self.bad: list[str] = []
        self.tried = 0

    def paper(self, kind: str, content: bytes, *, refuse: bool) -> None:
        """Send it as the picture of a paper."""
        self._send(kind, content, refuse, StoredFile, lambda file: send_paper(self.alice, self.person, file))

    def form(self, kind: str, content: bytes, *, refuse: bool) -> None:
        """Send it as an XLSForm."""
        self._send(kind, content, refuse, ImportReport, lambda file: self.steward.post(reverse("dictionary:import"), {"file": file}))

    def _send(self, kind: str, content: bytes, refuse: bool, kept: Any, how: Callable[[SimpleUploadedFile], Any]) -> None:
        before, begun = kept.objects.count(), time.monotonic()
        try:
            answer = how(SimpleUploadedFile("paper.png", content))
            status, text = answer.status_code, answer.content
        except Exception as error:
            status, text = 500, f"{type(error).__name__}: {error}".encode()[:200]
        self.tried += 1
        took = time.monotonic() - begun
        if status >= 500 or took > PATIENCE or b"root:x:0:0" in text:
            self.bad.append(f"{kind}: {status} after {took:.0f} s, {text[:100]!r}")
        elif refuse and kept.objects.count() > before:
            self.bad.append(f"{kind}: taken")


def send_paper(client: Client, person: Person, file: SimpleUploadedFile) -> Any:
    """One section with a file, saved half-way."""
    return send(client, person, 0, {"paper__file": file}, go="stop")


@row("Hostile files: wrong kinds, bombs, XML, changed bytes", asked=800, quick=80, expects="none is taken, no server error", slow=True)
def files(tries: int) -> Outcome:
    """Each is sent through the pages: what must be refused, then good files changed at random (fixed seed), which may be refused or not."""
    counter = Counter()
    for kind, content in papers():
        counter.paper(kind, content, refuse=True)
    for kind, content in (*workbooks(150_000_000 if tries > 200 else 106_000_000), *((kind, content) for kind, content in papers() if kind != "a workbook")):
        counter.form(kind, content, refuse=True)
    for kind, content in harmless_xml():
        counter.form(kind, content, refuse=False)
    chance = random.Random(20261122)
    good = [picture("PNG", exif=False), picture("JPEG"), b"%PDF-1.7 a paper"]
    while counter.tried < tries:
        if counter.tried % 4 in (0, 2):
            part = chance.choice((SHEET, SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"))
            counter.form("scrambled XML", repacked(lambda xml: scrambled(xml, chance), part), refuse=False)
        elif counter.tried % 4 == 1:
            counter.paper("a changed picture", changed(chance.choice(good), chance), refuse=False)
        else:
            counter.form("a changed workbook", changed(small(), chance), refuse=False)
    return Outcome(counter.tried, len(counter.bad), "; ".join(counter.bad[:5]))


@files.defect("a file is what its name says")
@contextmanager
def by_name() -> Iterator[None]:
    with mock.patch("titip.register.actions.files.kind_of", lambda _content: "image/png"):
        yield


@files.defect("nobody counts the points of a picture")
@contextmanager
def uncounted_points() -> Iterator[None]:
    with mock.patch.object(pictures, "MOST_PIXELS", 10**12), mock.patch.object(Image, "MAX_IMAGE_PIXELS", None):
        yield


@files.defect("a fault of the workbook reader is passed on")
@contextmanager
def passed_on() -> Iterator[None]:
    with mock.patch.object(workbook, "_damaged", lambda _name: RuntimeError("the reader's own words")):
        yield
