#!/usr/bin/env python3
"""Shows that the dependency rules can fail: each forbidden thing is found, each allowed one is not."""
import tempfile
import unittest
from pathlib import Path

import rules


class Includes(unittest.TestCase):
    def found(self, path, *includes):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / 'src' / path
            file.parent.mkdir(parents=True)
            file.write_text(''.join(f'#include {i}\n' for i in includes))
            return list(rules.check_includes(Path(folder)))

    def test_forbidden(self):
        for path, include in [
            ('core/time.cpp', '"platform/db/db.hpp"'),
            ('platform/http/server.cpp', '"features/queue/queue.hpp"'),
            ('features/queue/service.cpp', '"app/app.hpp"'),
            ('features/queue/service.cpp', '"features/catalogue/store.hpp"'),
            ('features/queue/service.cpp', '"features/queue/api.hpp"'),
            ('features/queue/domain.cpp', '"platform/db/db.hpp"'),
            ('features/queue/domain_line.hpp', '"features/queue/store.hpp"'),
            ('features/queue/service.cpp', '"features/catalogue/domain_form.hpp"'),
            ('features/cases/service.cpp', '"features/intake/intake.hpp"'),
            ('features/staff/service.cpp', '"features/sessions/sessions.hpp"'),
            ('features/sessions/service.cpp', '"features/staff/test_centre.hpp"'),
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
            ('features/intake/service.cpp', '"features/cases/cases.hpp"'),
            ('features/sessions/test_sessions.hpp', '"features/staff/test_centre.hpp"'),
            ('platform/http/server.cpp', '<boost/beast/http.hpp>'),
            ('main.cpp', '<CLI/CLI.hpp>'),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(self.found(path, include), [])

    def test_a_fourth_unit_with_beast(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / 'src' / 'platform' / 'http'
            place.mkdir(parents=True)
            for name in 'abcd':
                (place / f'{name}.cpp').write_text('#include <boost/beast/core.hpp>\n')
            self.assertEqual(len(list(rules.check_includes(Path(folder)))), 1)


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


if __name__ == '__main__':
    unittest.main()
