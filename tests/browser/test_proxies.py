"""nginx and Apache in front of the server, with the documented configurations: delegates connect over https."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.timeouts import RENDERED, SHOWN

ROOT = Path(__file__).parents[2]
SITE = "plans.example.org"
STATEMENT = "Vision for Careers Provision Statement"
VISION = "Every student leaves with a next step they chose."

AROUND_NGINX = """
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

AROUND_APACHE = """
ServerRoot {folder}
ServerName localhost
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
User www-data
Group www-data
{modules}
{server}
"""
"""What Apache needs in addition. User and group count only where root starts it."""

APACHE_MODULES = Path("/usr/lib/apache2/modules")


def program(name, package=""):
    """Return the path of a program. Debian installs proxies in /usr/sbin, which is not on everybody's PATH."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    return found or pytest.skip(f"{name} is not on this machine: install it (apt-get install {package or name})")


def documented_configuration(file, language, replaced):
    """Return the configuration in a document, with this machine's paths and ports in it."""
    (shown,) = re.findall(rf"```{language}\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)
    for old, new in replaced.items():
        assert shown.count(old) == 1, f"the configuration in {file} has {old} not once"
        shown = shown.replace(old, str(new))
    return shown


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={SITE}"]
    files = ["-addext", f"subjectAltName=DNS:{SITE}", "-out", folder / "plans.pem", "-keyout", folder / "plans.key"]
    subprocess.run([program("openssl"), *made, *files], check=True, capture_output=True)
    return folder


@contextmanager
def nginx(port, folder, certificate, upstream):
    """Run nginx at a port in front of a server."""
    found = program("nginx")
    server = documented_configuration(
        "README.md",
        "nginx",
        {
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "/etc/ssl/plans.pem": certificate / "plans.pem",
            "/etc/ssl/plans.key": certificate / "plans.key",
            "http://127.0.0.1:8642": upstream,
        },
    )
    (folder / "nginx.conf").write_text(AROUND_NGINX.format(folder=folder, server=server), "utf-8")
    command = [found, "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    started = subprocess.run(command, capture_output=True, text=True)  # returns when it listens
    assert (started.returncode, started.stderr) == (0, "")
    yield
    subprocess.run([*command, "-s", "stop"], check=True)


@contextmanager
def apache(port, folder, certificate, upstream, **replaced):
    """Run Apache at a port in front of a server. replaced: what differs from the documented configuration."""
    found = program("apache2", package="apache2-bin")
    server = documented_configuration(
        "docs/apache.md",
        "apache",
        {
            "*:443": f"127.0.0.1:{port}",
            "/etc/ssl/plans.pem": certificate / "plans.pem",
            "/etc/ssl/plans.key": certificate / "plans.key",
            "http://127.0.0.1:8642": upstream,
            **replaced,
        },
    )
    names = ("mpm_event", "authz_core", "ssl", "headers", "proxy", "proxy_http")
    modules = "\n".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in names)
    text = AROUND_APACHE.format(folder=folder, port=port, modules=modules, server=server)
    (folder / "apache.conf").write_text(text, "utf-8")
    command = [found, "-d", folder, "-f", folder / "apache.conf", "-k"]
    started = subprocess.run([*command, "start"], capture_output=True, text=True)  # returns when it listens
    assert (started.returncode, started.stderr) == (0, "")
    yield
    subprocess.run([*command, "stop"], check=True)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture(params=[nginx, apache], ids=["nginx", "apache"])
def proxy(request, webinar, certificate, tmp_path):
    """Run a proxy in front of the webinar's server; return the port that replaces 443."""
    port = free_port()
    with request.param(port, tmp_path, certificate, webinar.address):
        yield port


@pytest.fixture
def page(proxy, browser_type, browser_type_launch_args):
    """Open a browser that resolves the site's name and port to the proxy on this machine, as DNS would."""
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
    """Return a function that sends the proxy a request, trusting its certificate, and returns the status of the response."""
    return lambda *request, **headers: ask_proxy(proxy, certificate, *request, **headers)[0]


def ask_proxy(proxy, certificate, method, path, body=None, **headers):
    """Send a proxy a request, trusting its certificate; return the status and the text of the response."""
    trusting = ssl.create_default_context(cafile=str(certificate / "plans.pem"))
    with socket.create_connection(("127.0.0.1", proxy)) as plain:
        connection = http.client.HTTPConnection(SITE)
        connection.sock = trusting.wrap_socket(plain, server_hostname=SITE)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        found = response.status, response.read().decode("utf-8", "replace")
        connection.close()
    return found


def test_a_delegate_joins_and_types_over_https(webinar, page, school):
    said, sockets = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("websocket", lambda opened: sockets.append(opened.url))

    page.goto(f"https://{SITE}/?find=tallowfield")
    page.get_by_role("button", name="Tallowfield School").filter(has_text=school.id).click()
    link = page.locator("#link").inner_text()
    page.get_by_role("link", name="Continue to the workbook").click()
    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Vision").click()
    page.get_by_label(STATEMENT).fill(VISION)
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_label(STATEMENT)).to_have_value(VISION)

    assert re.fullmatch(rf"https://{SITE}/k/[\w-]{{22,}}", link)
    assert webinar.store.answers.read(school.id)["vision"]["statement"] == VISION
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


def test_requests_from_another_site_are_refused_behind_the_proxy(ask, school):
    assert ask("POST", "/join", f"school={school.id}", Origin=f"https://{SITE}") == 303
    for origin in ("https://elsewhere.example", f"https://{SITE}.example", f"http://{SITE}.example", "null"):
        assert ask("POST", "/join", "school=100", Origin=origin) == 403


def test_the_proxy_logs_no_private_link_even_while_the_server_is_down(webinar, ask, tmp_path):
    token = webinar.store.links.create("100")

    assert ask("GET", f"/k/{token}") == 303
    webinar.kill()
    assert ask("GET", f"/k/{token}") in (502, 503)

    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert "error.log" in {file.name for file in files}
    assert [file.name for file in files if token.encode() in file.read_bytes()] == []


def test_a_proxy_that_changes_the_host_is_told_what_to_set(webinar, certificate, tmp_path):
    port, changed = free_port(), {"ProxyPreserveHost On": "ProxyPreserveHost Off"}
    form = {"Origin": f"https://{SITE}", "Sec-Fetch-Site": "same-origin"}
    with apache(port, tmp_path, certificate, webinar.address, **changed):
        status, html = ask_proxy(port, certificate, "POST", "/join", "name=Mossgate+School", **form)
    assert status == 403
    assert "its proxy has to pass on the Host header as the browser sent it" in html
    assert "Apache: ProxyPreserveHost On" in html
