"""Serves the web application from this machine."""

import argparse
import http.client
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from titip.cli.framework import prepare, start_django
from titip.cli.output import Exit, complain, fail, say
from titip.kit.alone import alone
from titip.kit.home import Home, find_home

#: Requests handled at once. SQLite has one writer; more threads would only queue there.
THREADS = 8
#: How many ports above the wished one are tried when it is taken.
TRIES = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--port", type=int, default=8000, help="port (default 8000; the next free one when it is taken; 0 for any)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1: this machine only)")


def run(args: argparse.Namespace) -> int:
    """Bring the stores up to date, then serve until stopped."""
    return serve(find_home(args.home), host=args.host, port=args.port)


def serve(home: Home, *, host: str = "127.0.0.1", port: int = 8000) -> int:
    """Serve the organisation in ``home`` with one worker until interrupted; two servers over one folder are refused."""
    if not 0 <= port <= 65535:
        fail(f"There is no port {port}. Choose one between 1024 and 65535.", Exit.WRONG_USE)
    home.make()
    with only_server(home):
        start_django()
        prepare()
        chosen = free_port(host, port)
        if chosen != port and port:
            complain(f"Port {port} is taken; using {chosen}.")
        if host not in {"127.0.0.1", "localhost", "::1"}:
            complain(f"Listening on {host}: other machines can reach this server. Put it behind HTTPS and set TITIP_HTTPS=1 and TITIP_HOSTS.")
        threading.Thread(target=_announce, args=(home, host, chosen, _first_day()), daemon=True).start()
        try:
            return _granian(host, chosen)
        finally:
            running_file(home).unlink(missing_ok=True)


def running_file(home: Home) -> Path:
    """``{"pid": …, "port": …, "token": …}`` of the server that runs over this folder; for ``doctor`` and other nouns."""
    return home.run / "server.json"


def _granian(host: str, port: int) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "titip.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,  # no access log: addresses of pages say who was looked at; and its warning about 8 threads is no news
    )
    try:
        server.serve()
    except SystemExit as stopped:
        if stopped.code:
            fail("The server stopped by itself; the lines above say why.", Exit.PROBLEMS)
    return Exit.OK


def _first_day() -> str:
    """The one-time code of the first day's pages where nobody is a colleague yet; "" elsewhere, and the door is closed for good."""
    from titip.govern.reads.first_day import steps_left
    from titip.govern.rules.first_day import Step
    from titip.protect.actions import door

    if Step.ADMINISTRATOR in steps_left():
        return door.open_door()
    door.close()
    return ""


def _announce(home: Home, host: str, port: int, first_day: str) -> None:
    """Say where it is, once it answers."""
    for _ in range(600):
        if answers(host, port):
            # localhost, never 127.0.0.1: passkeys need a name.
            address = f"http://localhost:{port}/"
            running_file(home).unlink(missing_ok=True)
            # The token lets the command line of the same user lock the server: nobody else may read it.
            with os.fdopen(os.open(running_file(home), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as told:
                json.dump({"pid": os.getpid(), "host": host, "port": port, "url": address, "token": secrets.token_urlsafe(32)}, told)
            say(f"Titip is ready: {address}   (Ctrl+C stops it)")
            if first_day:
                say(f"\nNobody works here yet. Set the house up on that page with this code: {first_day}\n(or stop, and run 'titip init')")
            return
        time.sleep(0.1)


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there; asks for a file, so that no page's reading is logged."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared
    connection = http.client.HTTPConnection(asked, port, timeout=5)
    try:
        connection.request("HEAD", "/static/titip/icon.svg", headers={"Host": "localhost"})
        connection.getresponse()
    except OSError:
        return False
    else:
        return True
    finally:
        connection.close()


def free_port(host: str, wished: int) -> int:
    """The wished port, or the next one that is neither taken nor refused to us."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wished, min(wished + TRIES, 65535) + 1):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    fail(f"No free port between {wished} and {wished + TRIES} on {host}. Choose another with --port.", Exit.WRONG_USE)


@contextmanager
def only_server(home: Home) -> Iterator[None]:
    """Hold the folder for one server: one process holds the unlocked keys, and SQLite has one writer."""
    with alone(home.run / "server.lock") as mine:
        if not mine:
            fail(f"Another titip server already runs over {home.root}. Stop it first, or choose another folder with --home.", Exit.WRONG_USE)
        yield
