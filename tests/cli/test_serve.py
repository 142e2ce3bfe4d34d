"""The server of one organisation: where it listens, that it is alone, how it ends."""

import http.client
import json
import os
import socket
from pathlib import Path

import pytest

from tests.cli.serving import served
from titip.cli.output import CommandError
from titip.cli.serve import free_port, only_server
from titip.kit.home import Home

pytestmark = pytest.mark.slow


@pytest.fixture
def taken():
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def ask(port: int, path: str = "/", host: str = "localhost") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_a_new_folder_is_made_ready_and_served(tmp_path: Path, taken: int, titip) -> None:
    home = tmp_path / "home"

    with served(home, "--port", str(taken)) as server:
        port = server["port"]
        assert port > taken, "the next free port is used"
        assert server["url"] == f"http://localhost:{port}/", "a name, since passkeys need one"
        assert ask(port).status in {200, 302}
        assert ask(port, "/static/titip/icon.svg").status == 200
        assert ask(port, host="evil.example").status == 400

        second = titip("serve", home=home)
        assert second.returncode == 2
        assert "already runs over" in second.stderr

        looked = json.loads(titip("doctor", "--json", home=home).stdout)
        found = {check["check"]: check for check in looked["checks"]}
        assert found["server"]["found"].startswith(f"runs at {server['url']}")
        assert all(found[f"{store} database"]["state"] == "good" for store in ("app", "vault", "keys"))
        assert found["migrations"]["state"] == "good"

        if os.name != "nt":
            exposed = [path.name for path in home.rglob("*") if path.is_file() and "static" not in path.parts and path.stat().st_mode & 0o077]
            assert not exposed, exposed

    assert server["process"].returncode == 0
    assert not (home / "run" / "server.json").exists()


def test_a_port_that_is_taken_is_passed_over(taken: int) -> None:
    assert free_port("127.0.0.1", taken) > taken


def test_any_port_will_do() -> None:
    assert free_port("127.0.0.1", 0) > 1023


def test_a_folder_has_one_server(tmp_path: Path) -> None:
    home = Home(tmp_path).make()

    with only_server(home), pytest.raises(CommandError, match="Another titip server"), only_server(home):
        pass
    with only_server(home):
        pass
