"""nginx in front of the server, with the configuration in the README: delegates connect over https."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.timeouts import RENDERED, SHOWN

README = Path(__file__).parents[2] / "README.md"
SITE = "plans.example.org"
STATEMENT = "Vision for Careers Provision Statement"
VISION = "Every student leaves with a next step they chose."

AROUND = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
master_process off;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {server}
}}
"""
"""What nginx needs in addition when an ordinary user starts it in a folder of their own."""


def program(name):
    """Return the path of a program. Debian installs nginx in /usr/sbin, which is not on everybody's PATH."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    return found or pytest.skip(f"{name} is not on this machine: install it (apt-get install {name})")


def readme_configuration(replaced):
    """Return the configuration in the README, with this machine's paths and ports in it."""
    (shown,) = re.findall(r"```nginx\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    for old, new in replaced.items():
        assert shown.count(old) == 1, f"the README's configuration has {old} not once"
        shown = shown.replace(old, str(new))
    return shown


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={SITE}"]
    files = ["-addext", f"subjectAltName=DNS:{SITE}", "-out", folder / "plans.pem", "-keyout", folder / "plans.key"]
    subprocess.run([program("openssl"), *made, *files], check=True, capture_output=True)
    return folder


@pytest.fixture
def proxy(webinar, certificate, tmp_path):
    """Run nginx in front of the webinar's server; return the port that replaces 443."""
    nginx = program("nginx")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = readme_configuration(
        {
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "/etc/ssl/plans.pem": certificate / "plans.pem",
            "/etc/ssl/plans.key": certificate / "plans.key",
            "http://127.0.0.1:8642": webinar.address,
        }
    )
    (tmp_path / "nginx.conf").write_text(AROUND.format(folder=tmp_path, server=server), "utf-8")
    command = [nginx, "-p", tmp_path, "-e", tmp_path / "error.log", "-c", tmp_path / "nginx.conf"]
    started = subprocess.run(command, capture_output=True, text=True)  # returns when it listens
    assert (started.returncode, started.stderr) == (0, "")
    yield port
    subprocess.run([*command, "-s", "stop"], check=True)


@pytest.fixture
def page(proxy, browser_type, browser_type_launch_args):
    """Open a browser that resolves the site's name and port to nginx on this machine, as DNS would."""
    rules = f"--host-resolver-rules=MAP {SITE}:443 127.0.0.1:{proxy}"
    arguments = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], rules]}
    browser = browser_type.launch(**arguments)
    opened = browser.new_page(ignore_https_errors=True, locale="en-GB")  # the certificate is self-signed
    opened.set_default_timeout(SHOWN)
    opened.set_default_navigation_timeout(RENDERED)
    yield opened
    browser.close()


@pytest.fixture
def ask(proxy, certificate):
    """Return a function that sends nginx a request, trusting its certificate, and returns the status of the response."""
    trusting = ssl.create_default_context(cafile=str(certificate / "plans.pem"))

    def answer(method, path, body=None, **headers):
        with socket.create_connection(("127.0.0.1", proxy)) as plain:
            connection = http.client.HTTPConnection(SITE)
            connection.sock = trusting.wrap_socket(plain, server_hostname=SITE)
            connection.request(method, path, body, headers)
            status = connection.getresponse().status
            connection.close()
        return status

    return answer


def test_a_delegate_joins_and_types_over_https(webinar, page):
    said, sockets = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("websocket", lambda opened: sockets.append(opened.url))

    page.goto(f"https://{SITE}/?find=larkmoor")
    page.get_by_role("button", name="Larkmoor School").filter(has_text="100").click()
    link = page.locator("#link").inner_text()
    page.get_by_role("link", name="Continue to the workbook").click()
    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Vision").click()
    page.get_by_label(STATEMENT).fill(VISION)
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_label(STATEMENT)).to_have_value(VISION)

    assert re.fullmatch(rf"https://{SITE}/k/[\w-]{{22,}}", link)
    assert webinar.store.answers.read("100")["vision"]["statement"] == VISION
    assert page.url.startswith(f"https://{SITE}/p/")
    assert sockets
    assert {address.partition("/p/")[0] for address in sockets} == {f"wss://{SITE}"}
    cookies = page.context.cookies()
    assert cookies
    assert {(cookie["secure"], cookie["httpOnly"], cookie["domain"]) for cookie in cookies} == {(True, True, SITE)}
    assert said == []


def test_a_private_link_opens_the_plan_and_the_whole_page_arrives(webinar, page):
    page.goto(f"https://{SITE}/k/{webinar.store.links.create('900001')}")
    shown = page.goto(f"{page.url.rpartition('/')[0]}/plan.html")

    assert shown.status == 200
    assert shown.text().rstrip().endswith("</html>")
    assert len(shown.body()) > 64 * 1024  # more than nginx buffers in memory


def test_requests_from_another_site_are_refused_behind_the_proxy(ask):
    assert ask("POST", "/join", "name=Mossgate+School", Origin=f"https://{SITE}") == 303
    for origin in ("https://elsewhere.example", f"https://{SITE}.example", f"http://{SITE}.example", "null"):
        assert ask("POST", "/join", "school=100", Origin=origin) == 403


def test_nginx_logs_no_private_link_even_while_the_server_is_down(webinar, ask, tmp_path):
    token = webinar.store.links.create("100")

    assert ask("GET", f"/k/{token}") == 303
    webinar.kill()
    assert ask("GET", f"/k/{token}") == 502

    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert "error.log" in {file.name for file in files}
    assert [file.name for file in files if token.encode() in file.read_bytes()] == []
