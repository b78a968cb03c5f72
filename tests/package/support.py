"""What the tests of the package share: the program and the package that are tested, folders, processes, requests."""
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
BUILD = SOURCE / 'build' / 'package'
PROGRAM = os.environ.get('BIROYNA_PROGRAM', str(SOURCE / 'build/release/src/app/biroyna'))
CATALOGUE = SOURCE / 'catalogue'
PATIENCE = 60  # seconds, for what takes a moment on a quiet machine


def run(*command, stdin='', check=False, **options):
    """A program to its end, with what it says as text."""
    return subprocess.run([str(word) for word in command], input=stdin, capture_output=True, text=True, timeout=10 * PATIENCE,
                          check=check, **options)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def wait_until(what, seconds=PATIENCE):
    """Until `what` answers something true, which is returned."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError('it did not come to it in time')
        time.sleep(0.02)


def ask(port, method, path, headers=None, body=None, timeout=PATIENCE):
    """One request over a connection of its own: status, headers and body."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers={'Connection': 'close', **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


class InFolder(unittest.TestCase):
    """A folder of its own for each test, and the processes that it started."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='biroyna-package-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def answers(self, **changes):
        """A file of answers for an installation in this folder."""
        self.port = free_port()
        (self.folder / 'etc').mkdir(exist_ok=True)
        values = {'public_url': 'https://navbat.example.uz', 'catalogue': str(CATALOGUE), 'listen': f'127.0.0.1:{self.port}',
                  'data': str(self.folder / 'data'), 'administrator': '{name: Jasur Tursunov, login: jasur}', **changes}
        file = self.folder / 'answers.yaml'
        file.write_text(''.join(f'{key}: {value}\n' for key, value in values.items() if value is not None))
        file.chmod(0o600)
        return file

    @property
    def settings(self):
        return self.folder / 'etc' / 'biroyna.yaml'

    def setup_centre(self, *options, **changes):
        return run(PROGRAM, 'setup', '--answers', self.answers(**changes), '--config', self.settings, *options)

    def start(self, *command, **options):
        process = subprocess.Popen([str(word) for word in command], **options)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()
