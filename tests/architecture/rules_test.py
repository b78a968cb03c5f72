#!/usr/bin/env python3
"""Shows that each rule can fail: a forbidden thing is found, an allowed one is not."""
import tempfile
import unittest
from pathlib import Path

import check
import names
import own_includes
import rules
import sizes
import tables
import tree


def of(texts):
    """Files by their paths, from their texts."""
    return {path: tree.File(path, text) for path, text in texts.items()}


def including(path, *includes):
    return of({path: ''.join(f'#include {include}\n' for include in includes)})


class Reading(unittest.TestCase):
    def test_comments_and_literals_are_no_code(self):
        file = tree.File('core/a.cpp', '#include "a/b.hpp"\nint x = 1\'000;  // mend\n/* mend\n */ f("mend \\" mend", \'"\');\n')
        self.assertNotIn('mend', file.code())
        self.assertIn('f(', file.code())
        self.assertEqual(file.quoted, ['a/b.hpp'])

    def test_literals_are_joined_as_the_compiler_does(self):
        file = tree.File('core/a.cpp', 'f("SELECT a "  // why\n  "FROM b", R"(c)" "d");')
        self.assertEqual(file.literals(), ['SELECT a FROM b', 'cd'])

    def test_what_serves_tests_alone(self):
        for path in ('platform/db/testing/gate.hpp', 'features/queue/domain_test.cpp', 'features/queue/test_program.hpp'):
            self.assertTrue(tree.is_test(path), path)
        self.assertFalse(tree.is_test('features/queue/service.cpp'))


class Includes(unittest.TestCase):
    def found(self, path, *includes):
        return list(rules.check_includes(including(path, *includes)))

    def test_forbidden(self):
        for path, include in [
            ('core/time.cpp', '"platform/db/db.hpp"'),
            ('platform/http/server.cpp', '"features/queue/queue.hpp"'),
            ('features/queue/service.cpp', '"app/app.hpp"'),
            ('features/queue/service.cpp', '"features/catalogue/store.hpp"'),
            ('features/queue/service.cpp', '"features/queue/api.hpp"'),
            ('features/queue/queue.hpp', '"features/queue/api.hpp"'),
            ('features/queue/json.cpp', '"features/queue/pages_board.hpp"'),
            ('features/queue/service.cpp', '"features/catalogue/api.hpp"'),
            ('features/queue/api.cpp', '"features/catalogue/pages_parts.hpp"'),
            ('features/queue/domain.cpp', '"platform/db/db.hpp"'),
            ('features/queue/domain_line.hpp', '"features/queue/store.hpp"'),
            ('features/queue/service.cpp', '"features/catalogue/domain_form.hpp"'),
            ('features/cases/service.cpp', '"features/intake/intake.hpp"'),
            ('features/queue/pages.cpp', '"features/kiosk/kiosk.hpp"'),
            ('features/queue/service_test.cpp', '"features/kiosk/kiosk.hpp"'),
            ('features/queue/api.cpp', '<boost/beast/http.hpp>'),
            ('features/queue/store.cpp', '<sqlite3.h>'),
            ('app/app.cpp', '<CLI/CLI.hpp>'),
            ('features/queue/pages_qr.cpp', '<qrcodegen/qrcodegen.hpp>'),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(len(self.found(path, include)), 1)

    def test_allowed(self):
        for path, include in [
            ('core/time.cpp', '"core/time.hpp"'),
            ('features/queue/domain.cpp', '"core/time.hpp"'),
            ('features/queue/domain.cpp', '"features/queue/domain_plan.hpp"'),
            ('features/queue/domain.cpp', '"features/catalogue/domain.hpp"'),
            ('features/queue/service.cpp', '"features/catalogue/catalogue.hpp"'),
            ('features/queue/api.cpp', '"features/queue/queue.hpp"'),
            ('features/queue/api.cpp', '"features/queue/api.hpp"'),
            ('features/kiosk/pages.cpp', '"features/hall/pages.hpp"'),
            ('features/kiosk/pages_test.cpp', '"features/kiosk/pages.hpp"'),
            ('features/intake/service.cpp', '"features/cases/cases.hpp"'),
            ('features/intake/service_test.cpp', '"features/cases/test_centre.hpp"'),
            ('platform/http/server.cpp', '<boost/beast/http.hpp>'),
            ('app/routes.cpp', '"features/queue/api.hpp"'),
            ('main.cpp', '<CLI/CLI.hpp>'),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(self.found(path, include), [])

    def test_a_fourth_unit_with_beast(self):
        units = {f'platform/http/{name}.cpp': '#include <boost/beast/core.hpp>\n' for name in 'abcd'}
        self.assertEqual(len(list(rules.check_includes(of(units)))), 1)


class Http(unittest.TestCase):
    HTTP = {'platform/http/http.hpp': '', 'platform/pages/pages.hpp': '',
            'platform/json/fields.hpp': '#include "platform/http/http.hpp"\n'}

    def found(self, texts):
        return list(rules.check_http(of(self.HTTP | texts)))

    def test_forbidden(self):
        for name in ('service.cpp', 'store.hpp', 'codec.cpp', 'commands.cpp', 'views.cpp', 'json.cpp', 'queue.hpp',
                     'announce.cpp', 'apis.cpp'):
            for header in self.HTTP:
                with self.subTest(name=name, header=header):
                    found = self.found({f'features/queue/{name}': f'#include "{header}"\n'})
                    self.assertEqual(len(found), 1)
        for path in ('platform/commands/commands.hpp', 'platform/db/db.hpp', 'platform/auth/principal.hpp', 'core/id.hpp'):
            with self.subTest(path=path):
                self.assertEqual(len(self.found({path: '#include "platform/http/http.hpp"\n'})), 1)

    def test_allowed(self):
        for path in ('features/queue/api.cpp', 'features/queue/api_absences.cpp', 'features/queue/pages.hpp',
                     'features/queue/edge_guard.cpp', 'features/queue/service_test.cpp', 'features/queue/test_program.hpp',
                     'app/routes.cpp', 'main.cpp', 'platform/live/hub.cpp'):
            with self.subTest(path=path):
                self.assertEqual(self.found({path: '#include "platform/http/http.hpp"\n'}), [])
        self.assertEqual(self.found({'features/queue/service.cpp': '#include "platform/db/db.hpp"\n'}), [])

    def test_over_other_headers_with_the_chain(self):
        found = self.found({'features/queue/service.cpp': '#include "features/queue/orders.hpp"\n',
                            'features/queue/orders.hpp': '#include "platform/json/fields.hpp"\n'})
        self.assertEqual(found, ['src/features/queue/orders.hpp knows HTTP: features/queue/orders.hpp -> '
                                 'platform/json/fields.hpp -> platform/http/http.hpp '
                                 '(and through it features/queue/service.cpp)'])

    def test_over_the_face_of_another_room(self):
        found = self.found({'features/cases/service.cpp': '#include "features/queue/queue.hpp"\n',
                            'features/queue/queue.hpp': '#include "features/queue/api.hpp"\n',
                            'features/queue/api.hpp': '#include "platform/http/http.hpp"\n'})
        self.assertEqual(len(found), 1)
        self.assertIn('(and through it features/cases/service.cpp)', found[0])

    def test_a_declaration_without_an_include(self):
        for code in ('namespace biroyna::http {\nstruct Request;\n}\n', 'void f(const http::Request& request);\n'):
            self.assertEqual(len(self.found({'features/queue/service.hpp': code})), 1)
        self.assertEqual(self.found({'features/queue/service.hpp': '// not an http::Request\n'}), [])


class Rooms(unittest.TestCase):
    def found(self, *arrows):
        texts = {}
        for a, b in arrows:
            texts.setdefault(b, '')
            texts[a] = texts.get(a, '') + f'#include "{b}"\n'
        return list(rules.check_rooms(of(texts)))

    def test_a_circle(self):
        found = self.found(('platform/db/db.hpp', 'platform/auth/a.hpp'), ('platform/auth/b.hpp', 'platform/log/log.hpp'),
                           ('platform/log/log.cpp', 'platform/db/db.hpp'), ('app/app.cpp', 'platform/db/db.hpp'))
        self.assertEqual(found, ['a circle of rooms: platform/db -> platform/auth -> platform/log -> platform/db'])

    def test_no_circle(self):
        self.assertEqual(self.found(('platform/db/db.hpp', 'platform/auth/a.hpp'),
                                    ('platform/log/log.cpp', 'platform/auth/a.hpp'),
                                    ('platform/auth/a_test.cpp', 'platform/db/db.hpp'),
                                    ('platform/db/db.cpp', 'platform/db/db.hpp')), [])

    def test_a_room_without_a_place_in_the_order(self):
        self.assertEqual(len(self.found(('features/surprise/surprise.cpp', 'core/id.hpp'))), 1)
        self.assertEqual(self.found(('features/queue/queue.cpp', 'core/id.hpp')), [])


class Tables(unittest.TestCase):
    OWNER = {'tickets': 'features/queue', 'answered': 'platform/commands'}

    def found(self, path, text):
        return list(tables.check_sql(of({path: text}), self.OWNER))

    def test_sql_outside_of_a_store(self):
        for sql in ('SELECT a', 'INSERT INTO tickets', 'UPDATE tickets SET a = 1', 'DELETE FROM tickets', ' WHERE a = 1'):
            for path in ('features/queue/service.cpp', 'features/queue/api.cpp'):
                with self.subTest(sql=sql, path=path):
                    self.assertEqual(len(self.found(path, f'f("{sql}");')), 1)
        self.assertEqual(len(self.found('app/app.cpp', 'f("SELECT a");')), 1)

    def test_no_sql(self):
        for path, text in [
            ('features/queue/store.cpp', 'f("SELECT a FROM tickets");'),
            ('features/queue/store_figures.hpp', 'f("SELECT a FROM tickets");'),
            ('features/queue/store_test.cpp', 'f("SELECT a FROM somewhere");'),
            ('platform/commands/commands.cpp', 'f("SELECT a FROM answered");'),
            ('features/queue/service.cpp', '// SELECT a FROM tickets\nf("DELETE", "Update the tickets");'),
        ]:
            with self.subTest(path=path):
                self.assertEqual(self.found(path, text), [])

    def test_a_table_of_another_room(self):
        for sql in ('SELECT 1 FROM tickets', 'SELECT 1 FROM a JOIN tickets', 'INSERT INTO tickets', 'UPDATE tickets SET'):
            self.assertEqual(len(self.found('features/cases/store.cpp', f'f("{sql}");')), 1)
        self.assertEqual(len(self.found('features/cases/store.cpp', 'f("SELECT 1 FROM "\n "tickets");')), 1)
        self.assertEqual(len(self.found('platform/db/db.cpp', 'f("SELECT 1 FROM tickets");')), 1)

    def test_owners_are_read_from_migrations(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / 'features' / 'queue' / 'migrations'
            place.mkdir(parents=True)
            (place / '0001_queue.sql').write_text('-- CREATE TABLE no (\nCREATE TABLE tickets (\n  a TEXT\n);\n')
            self.assertEqual(tables.owners(Path(folder)), {'tickets': 'features/queue'})


class OwnIncludes(unittest.TestCase):
    def found(self, text):
        return list(own_includes.check_own_includes(of({'src/core/a.cpp': text})))

    def test_an_algorithm_that_another_source_brought(self):
        self.assertEqual(len(self.found('bool b = std::ranges::find(a, 1) == a.end();')), 1)
        self.assertEqual(len(self.found('std::sort(a.begin(), a.end());')), 1)

    def test_what_needs_none(self):
        for text in ('#include <algorithm>\nstd::sort(a);', '// std::sort(a)', 'std::ranges::size(a);', 'x.find(1);'):
            self.assertEqual(self.found(text), [], text)


class Sizes(unittest.TestCase):
    def found(self, lines):
        """Beside 3,600 lines of the core."""
        rest = {f'core/{i}.cpp': '\n' * 450 for i in range(8)}
        return list(sizes.check_sizes(of(rest | {path: '\n' * n for path, n in lines.items()})))

    def test_a_long_file(self):
        self.assertEqual(len(self.found({'core/long.cpp': 451})), 1)
        self.assertEqual(self.found({'core/long.cpp': 450, 'core/a_test.cpp': 451}), [])

    def test_a_large_feature(self):
        self.assertEqual(len(self.found({'features/queue/a.cpp': 300, 'features/queue/b.cpp': 300})), 1)
        self.assertEqual(self.found({'features/queue/a.cpp': 300, 'features/queue/b.cpp': 200}), [])
        self.assertEqual(self.found({'features/queue/a.cpp': 300, 'features/queue/b_test.cpp': 300}), [])

    def test_the_table(self):
        text = sizes.table(of({'features/queue/store.cpp': '#include "platform/db/db.hpp"\n', 'platform/db/db.hpp': '\n\n',
                               'features/queue/store_test.cpp': '\n' * 9}))
        self.assertRegex(text, r'platform/db +2 +66\.7 % +1 +db\.hpp 2\n +knows: +-\n +is known by: queue\n')
        self.assertRegex(text, r'features/queue +1 +33\.3 % +1 +store\.cpp 1\n +knows: +db\n +is known by: -\n')


class Names(unittest.TestCase):
    def found(self, text, path='src/features/cases/service.cpp'):
        return list(names.check_names(of({path: text})))

    def test_given_up(self):
        for text in ('struct Surroundings {', 'PagesAround pages', 'const auto& around', 'class Strangers;', 'Orderer by;',
                     'faults_of_mending(x)', 'bool mended_', 'PaperId id', 'papers_.clear()', 'int bundle', 'Power power_',
                     'Talk talk', 'Own own', 'Words words', 'const auto wanted = 1', 'for (auto& of = x;'):
            with self.subTest(text=text):
                self.assertNotEqual(self.found(text), [])

    def test_allowed(self):
        for text in ('DocumentId id', 'surroundingness', 'strange', 'turnaround', 'recommend(amendment)', 'words', 'own',
                     'powerful', '// a paper', 'f("papers")', '#include "features/cases/powers.hpp"', 'of(x)', 'bool wanted',
                     'TEST(CaseTest, APaperIsMended) {', 'TEST_F(CaseTest,\n  APaperIsMended) {'):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), [])

    def test_names_of_files(self):
        self.assertEqual(len(self.found('', 'src/features/cases/strangers.hpp')), 1)
        self.assertEqual(self.found('', 'src/features/cases/service.hpp'), [])


class Links(unittest.TestCase):
    GRAPH = ('"node0" [ label = "biroyna_queue_domain", shape = octagon ];\n'
             '"node1" [ label = "biroyna_core", shape = octagon ];\n'
             '"node2" [ label = "biroyna_db", shape = octagon ];\n'
             '"node0" -> "node1" // a\n')

    def test_a_domain_that_links_the_core_alone_is_right(self):
        self.assertEqual(list(rules.check_links(self.GRAPH)), [])

    def test_a_domain_that_links_more_is_found(self):
        self.assertEqual(len(list(rules.check_links(self.GRAPH + '"node0" -> "node2" // b\n'))), 1)

    def test_a_graph_without_domains_is_found(self):
        self.assertEqual(len(list(rules.check_links(''))), 1)


class Together(unittest.TestCase):
    """check.py asks each rule: a tree with one fault of each kind has as many faults."""

    def test_all_rules(self):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {
                'src/core/a.hpp': '#include "platform/db/a.hpp"\n',                        # include, and a circle
                'src/platform/db/a.hpp': '#include "core/a.hpp"\n',
                'src/features/queue/service.cpp': '#include "platform/http/http.hpp"\n',   # HTTP
                'src/features/queue/api.cpp': 'f("SELECT 1");\n',                          # SQL
                'src/core/long.cpp': '\n' * 451,                                           # size
                'tests/api/a_test.cpp': 'Strangers strangers;\n',                          # two names
            }.items():
                file = Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            found = list(check.faults(Path(folder)))
        self.assertEqual(len(found), 7, found)


if __name__ == '__main__':
    unittest.main()
