"""Words typed into identity and high-risk elements, looked for in every byte that the house wrote."""

import base64
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest


def spellings(word: str) -> set[bytes]:
    """The ways in which a word could lie somewhere in the plain."""
    plain = word.encode()
    return {
        plain, plain.upper(), plain.lower(), word.encode("utf-16-le"), quote(word).encode(), base64.b64encode(plain)[:-4], plain.hex().encode(),
        json.dumps(word).strip('"').encode(),
    }


@pytest.mark.slow
def test_no_word_typed_into_a_sealed_element_is_found_anywhere(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    temporary.mkdir()
    env = os.environ | {"TITIP_HOME": str(home), "TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).parents[2])}
    made = subprocess.run([sys.executable, "-m", "titip", "demo", "--no-serve", "--people", "30"], env=env, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode()
    before = set(Path(tempfile.gettempdir()).iterdir())

    ran = subprocess.run([sys.executable, "-m", "tests.hostile.type_canaries"], env=env, capture_output=True, check=False)

    assert ran.returncode == 0, ran.stderr.decode()
    typed = json.loads(ran.stdout.decode().splitlines()[-1])
    assert len(typed) >= 20
    written = [path for folder in (home, temporary) for path in folder.rglob("*") if path.is_file()]
    written += [path for path in set(Path(tempfile.gettempdir()).iterdir()) - before if path.is_file()]
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in written), "the write-ahead logs are among what is searched"
    places = {str(path): path.read_bytes() for path in written} | {"the server's own words": ran.stderr}
    found = [(word, place) for place, content in places.items() for word in typed if any(one in content for one in spellings(word))]
    assert not found
    assert b"RuntimeError" in ran.stderr, "the error itself is logged, by class and place"
