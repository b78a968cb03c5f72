"""`biroyna setup`: by a file of answers, by asking at a terminal, and what it refuses."""
import os
import pty
import re
import select
import shutil
import socket
import stat
import subprocess
import unittest
from pathlib import Path

from support import CATALOGUE, PATIENCE, PROGRAM, InFolder, ask, free_port, run, wait_until


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def tree_of(folder):
    """Each file with its content."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob('*') if path.is_file()}


class Terminal:
    """The program at a terminal: waits for its questions and types."""

    def __init__(self, *command):
        self.said, self.answered = '', 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv(command[0], [str(word) for word in command])

    def read(self):
        """What it says next; nothing when it has ended."""
        if not select.select([self.fd], [], [], PATIENCE)[0]:
            raise AssertionError(f'it says nothing more after: {self.said}')
        try:
            return os.read(self.fd, 4096).decode()
        except OSError:
            return ''

    def answer(self, question, *lines):
        """Types the first line at the question, and each further one when it is asked again."""
        for line in lines:
            while not re.search(question + r'[^\n]*: $', self.said[self.answered:]):
                more = self.read()
                if not more:
                    raise AssertionError(f'it ended before it asked "{question}": {self.said}')
                self.said += more
            self.answered = len(self.said)
            os.write(self.fd, (line + '\n').encode())

    def wait(self):
        while more := self.read():
            self.said += more
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return code


class Answers(InFolder):
    def test_makes_an_installation_that_starts(self):
        made = self.setup_centre()
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertRegex(made.stdout, r'sergeli: version 1\n')
        password = re.search(r'login jasur and the password (\S{19}), and chooses another', made.stdout)[1]
        self.assertNotIn(password, self.settings.read_text())
        self.start(PROGRAM, 'serve', '--config', self.settings, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
        wait_until(lambda: self.is_ready(self.port))
        status, _, body = ask(self.port, 'POST', '/api/v1/sessions', {'Content-Type': 'application/json'},
                              f'{{"login": "jasur", "password": "{password}"}}')
        self.assertEqual(status // 100, 2, body)

    @staticmethod
    def is_ready(port):
        try:
            return ask(port, 'GET', '/readyz')[0] == 200
        except OSError:
            return False

    def test_makes_everything_with_its_mode(self):
        os.umask(0)
        self.addCleanup(os.umask, 0o022)
        self.assertEqual(self.setup_centre().returncode, 0)
        data = self.folder / 'data'
        for path in (data, *data.rglob('*')):
            self.assertEqual(mode_of(path), 0o700 if path.is_dir() else 0o600, path)
        self.assertEqual(mode_of(self.settings), 0o640)

    def test_the_first_password_is_the_one_of_the_answers(self):
        made = self.setup_centre(administrator='{name: Jasur, login: jasur, password: four words of mine}')
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertNotIn('four words', made.stdout)
        self.assertIn('chooses another password then', made.stdout)

    def test_texts_with_signs_of_yaml_come_through(self):
        data = self.folder / 'a "b" # c: d'
        self.assertEqual(self.setup_centre(data=f"'{data}'").returncode, 0)
        checked = run(PROGRAM, 'audit', 'verify', '--config', self.settings)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn('the chain is whole', checked.stdout)

    def test_a_key_that_is_there_is_taken(self):
        key = self.folder / 'own'
        run(PROGRAM, 'signing', 'make', '--data', key, '--name', 'An authority', check=True)
        signing = f'{{key: {key}/signing/key.pem, certificate: {key}/signing/certificate.pem}}'
        made = self.setup_centre(signing=signing)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertFalse((self.folder / 'data' / 'signing').exists())
        self.assertIn(f'signing_key: "{key}/signing/key.pem"', self.settings.read_text())

    @unittest.skipUnless(os.geteuid() == 0, 'only root can work as others')
    def test_root_makes_the_data_as_the_owner_of_the_folder(self):
        self.folder.chmod(0o755)
        data = self.folder / 'data'
        data.mkdir(mode=0o700)
        os.chown(data, 4321, 4321)
        made = self.setup_centre()
        self.assertEqual(made.returncode, 0, made.stderr)
        run(PROGRAM, 'documents', 'check', '--config', self.settings, check=True)
        run(PROGRAM, 'token', 'add', '--centre', 'sergeli', '--role', 'kiosk', '--config', self.settings, check=True)
        for path in (data, *data.rglob('*')):
            self.assertEqual((path.stat().st_uid, path.stat().st_gid), (4321, 4321), path)
        self.assertEqual(self.settings.stat().st_uid, 0)


class Refused(InFolder):
    def assert_refused(self, made, *reasons):
        self.assertEqual(made.returncode, 1, made.stdout)
        for reason in reasons:
            self.assertIn(reason, made.stderr)
        self.assertFalse((self.folder / 'data').exists(), 'nothing is written')
        self.assertFalse(self.settings.exists(), 'nothing is written')

    def test_names_every_mistake_at_once(self):
        self.assert_refused(
            self.setup_centre(public_url='http://navbat.example.uz', listen='nowhere:80', catalogue='/nowhere',
                              administrator='{name: Jasur, login: JASUR, password: password1234}'),
            'public_url: it begins with https://', 'listen: an address is written like', 'catalogue: ',
            'administrator: login: Use small', 'administrator: password: This password is easy')

    def test_every_kind_of_wrong_answer(self):
        for key, value, reason in (
                ('public_url', '"https://"', 'public_url: an address is written like'),
                ('listen', '192.0.2.1:8080', 'listen: cannot listen on 192.0.2.1:8080'),
                ('listen', '127.0.0.1:0', 'listen: an address'),
                ('data', 'data', 'data: a folder is written in full'),
                ('data', '/nowhere/at/all', 'data: /nowhere/at/all cannot be made'),
                ('data', str(CATALOGUE), 'data: others may look into'),
                ('database', '"host=127.0.0.1 port=1 dbname=none"', 'database: '),
                ('administrator', '{name: "", login: jasur}', '"name" is empty'),
                ('administrator', '{name: Jasur, login: jasur, role: head}', 'unknown key "role"'),
                ('administrator', None, 'administrator: name: Write a name'),
                ('signing', '{key: /nowhere/key.pem}', 'signing: key: key and certificate are both named'),
                ('signing', '{key: /nowhere/key.pem, certificate: /nowhere/c.pem}', 'signing: key: '),
                ('signing', f'{{name: {"x" * 65}}}', 'signing: name: a name has at most 64 signs'),
                ('colour', 'red', 'unknown key "colour"')):
            with self.subTest(key=key, value=value):
                self.assert_refused(self.setup_centre(**{key: value}), reason)

    def test_a_port_that_is_taken(self):
        with socket.socket() as other:
            other.bind(('127.0.0.1', 0))
            other.listen()
            self.assert_refused(self.setup_centre(listen=f'127.0.0.1:{other.getsockname()[1]}'),
                                'Address already in use')

    def test_a_catalogue_with_mistakes_names_them(self):
        catalogue = self.folder / 'catalogue'
        catalogue.mkdir()
        (catalogue / 'centre.yaml').write_text('id: sergeli\n')
        self.assert_refused(self.setup_centre(catalogue=catalogue), 'windows.yaml')

    def test_a_password_that_others_may_read(self):
        file = self.answers(administrator='{name: Jasur, login: jasur, password: four words of mine}')
        file.chmod(0o644)
        self.assert_refused(run(PROGRAM, 'setup', '--answers', file, '--config', self.settings), 'others may read')

    def test_answers_that_are_not_there(self):
        self.answers()
        self.assert_refused(run(PROGRAM, 'setup', '--answers', self.folder / 'none', '--config', self.settings),
                            'cannot be read')

    def test_settings_in_a_folder_that_is_not_there(self):
        self.assert_refused(run(PROGRAM, 'setup', '--answers', self.answers(), '--config', self.folder / 'no' / 'b.yaml'),
                            'is not there')


class Existing(InFolder):
    """Nothing that is there is overwritten without being told."""

    def setUp(self):
        super().setUp()
        made = self.setup_centre()
        self.assertEqual(made.returncode, 0, made.stderr)
        self.before = tree_of(self.folder / 'etc') | tree_of(self.folder / 'data')

    def assert_unchanged(self):
        self.assertEqual(tree_of(self.folder / 'etc') | tree_of(self.folder / 'data'), self.before)

    def test_settings(self):
        made = self.setup_centre('--keep-data')
        self.assertEqual(made.returncode, 1)
        self.assertIn('is there already; --replace-settings', made.stderr)
        self.assert_unchanged()

    def test_data(self):
        made = self.setup_centre('--replace-settings')
        self.assertEqual(made.returncode, 1)
        self.assertIn('holds an installation already; --keep-data', made.stderr)
        self.assert_unchanged()

    def test_told_so_the_settings_are_written_and_the_data_stays(self):
        key = (self.folder / 'data/signing/key.pem').read_bytes()
        self.settings.unlink()
        made = self.setup_centre('--keep-data', public_url='https://other.example.uz', administrator=None)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn('other.example.uz', self.settings.read_text())
        self.assertEqual((self.folder / 'data/signing/key.pem').read_bytes(), key)
        self.assertNotIn('signs in at', made.stdout, 'the administrator stays as well')

    def test_what_an_interrupted_setup_left_is_completed(self):
        for file in (self.settings, *(self.folder / 'data/signing').iterdir()):
            file.unlink()
        made = self.setup_centre('--keep-data')
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertTrue((self.folder / 'data/signing/key.pem').exists())
        self.assertIn('the chain is whole', run(PROGRAM, 'audit', 'verify', '--config', self.settings).stdout)


POSTGRESQL = Path('/usr/lib/postgresql/15/bin')


class OnPostgresql(InFolder):
    """A server of PostgreSQL of its own, over a socket in the test's folder."""

    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        self.server = self.folder / 'server'
        self.server.mkdir()
        self.as_user = ['runuser', '-u', 'postgres', '--'] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.server, 'postgres')
        run(*self.as_user, POSTGRESQL / 'initdb', '-D', self.server / 'data', '-A', 'trust', '-U', 'centre', '--no-sync', check=True)
        self.addCleanup(run, *self.as_user, POSTGRESQL / 'pg_ctl', '-D', self.server / 'data', '-m', 'immediate', 'stop')
        run(*self.as_user, POSTGRESQL / 'pg_ctl', '-D', self.server / 'data', '-w', '-l', self.server / 'log', '-o',
            f"-c listen_addresses='' -c fsync=off -k {self.server}", 'start', check=True)
        self.database = f'"host={self.server} user=centre dbname=postgres"'

    def test_the_second_server_of_a_centre_keeps_the_database_of_the_first(self):
        made = self.setup_centre(database=self.database)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertFalse((self.folder / 'data/biroyna.db').exists())
        self.settings.unlink()
        second = {'database': self.database, 'data': self.folder / 'second'}
        made = self.setup_centre(**second)
        self.assertEqual(made.returncode, 1)
        self.assertIn('holds an installation already; --keep-data', made.stderr)
        made = self.setup_centre('--keep-data', **second, administrator=None)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn('sergeli is kept as it is', made.stdout)
        told = run(PROGRAM, 'audit', 'verify', '--config', self.settings)
        self.assertRegex(told.stdout, 'sergeli: 2 events, the chain is whole')


class Asked(InFolder):
    def begin(self):
        (self.folder / 'etc').mkdir(exist_ok=True)
        return Terminal(PROGRAM, 'setup', '--config', self.settings)

    def answer_until_password(self, terminal):
        terminal.answer('for the public.*', 'navbat.example.uz', 'https://navbat.example.uz')
        terminal.answer('listen on', f'127.0.0.1:{free_port()}')
        terminal.answer('Folder of the data', str(self.folder / 'data'))
        terminal.answer('PostgreSQL.*', '')
        terminal.answer('its catalogue', '/nowhere', str(CATALOGUE))
        terminal.answer('first administrator', 'Jasur Tursunov')
        terminal.answer('login', 'Jasur T', 'jasur')

    def test_asks_again_until_the_answer_is_right(self):
        terminal = self.begin()
        self.answer_until_password(terminal)
        terminal.answer('first password.*', 'password1234', 'four words of mine')
        terminal.answer('Once more', 'four words of thine')
        terminal.answer('first password.*', 'four words of mine')
        terminal.answer('Once more', 'four words of mine')
        terminal.answer('Signing key.*', '')
        terminal.answer('Who signs', '')
        self.assertFalse((self.folder / 'data').exists(), 'nothing is written before the last question')
        terminal.answer('Write .*', 'perhaps', 'yes')
        self.assertEqual(terminal.wait(), 0, terminal.said)
        self.assertIn('sergeli: Sergeli tuman', terminal.said)
        self.assertTrue(self.settings.exists())

    def test_a_password_is_not_shown(self):
        terminal = self.begin()
        self.answer_until_password(terminal)
        terminal.answer('first password.*', 'four words of mine')
        terminal.answer('Once more', 'four words of mine')
        terminal.answer('Signing key.*', '')
        terminal.answer('Who signs', 'The centre')
        terminal.answer('Write .*', 'no')
        self.assertEqual(terminal.wait(), 1)
        self.assertNotIn('four words', terminal.said)
        self.assertFalse((self.folder / 'data').exists())

    def test_an_input_that_ends_writes_nothing(self):
        (self.folder / 'etc').mkdir()
        made = run(PROGRAM, 'setup', '--config', self.settings, stdin='https://navbat.example.uz\n')
        self.assertEqual(made.returncode, 1)
        self.assertIn('the input has ended: nothing is written', made.stderr)
        self.assertFalse(self.settings.exists())

    def test_what_is_there_is_said_before_anything_is_asked(self):
        self.assertEqual(self.setup_centre().returncode, 0)
        terminal = Terminal(PROGRAM, 'setup', '--config', self.settings)
        self.assertEqual(terminal.wait(), 1)
        self.assertIn('is there already', terminal.said)
        self.assertNotIn('for the public', terminal.said)


if __name__ == '__main__':
    unittest.main()
