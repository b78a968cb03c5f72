#!/usr/bin/env python3
"""Compiles literals that could let text become markup. None may compile, and the compiler must name the fault.

Usage: html_refuses.py COMPILER SRC
"""
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

compiler, src = sys.argv[1:]

# What each snippet's error must name; a None compiles.
SNIPPETS = [
    (None, r'''make("<p class=\"{}\"{}><a href=\"/a/{}\">{}</a>{}</p>", text, attribute("id", text), text, 7, markup)'''),
    (None, r'''make("<!doctype html><html lang=\"{}\"><head><title>{}</title></head></html>", text, text)'''),
    (None, r'''make("<script>f({{}});</script><svg><path d=\"m\"/></svg><br><input disabled>")'''),
    ('too_few_arguments', r'''make("<p>{}{}</p>", text)'''),
    ('too_many_arguments', r'''make("<p>{}</p>", text, text)'''),
    ('brace_not_doubled', r'''make("<p>{ {}</p>", text)'''),
    ('brace_not_doubled', r'''make("<p>{0}</p>", text)'''),
    ('argument_in_script_or_style', r'''make("<script>var a = '{}';</script>", text)'''),
    ('argument_in_script_or_style', r'''make("<style>p {{ color: {} }}</style>", text)'''),
    ('argument_in_script_or_style', r'''make("<SCRIPT>{}</SCRIPT>", text)'''),
    ('argument_in_comment', r'''make("<!-- {} -->", text)'''),
    ('argument_in_declaration', r'''make("<!doctype {}>", text)'''),
    ('argument_in_tag_name', r'''make("<{}></p>", text)'''),
    ('argument_in_tag_name', r'''make("<h{}></h{}>", 1, 1)'''),
    ('argument_in_attribute_name', r'''make("<p data-{}=\"a\"></p>", text)'''),
    ('argument_in_animation', r'''make("<svg><set to=\"{}\"/></svg>", text)'''),
    ('unquoted_attribute_value', r'''make("<p id={}></p>", text)'''),
    ('unquoted_attribute_value', r'''make("<p id=a></p>")'''),
    ('event_attribute', r'''make("<p onclick=\"{}\"></p>", text)'''),
    ('event_attribute', r'''make("<p OnClick=\"f()\"></p>")'''),
    ('event_attribute', r'''attribute("onload", text)'''),
    ('style_attribute', r'''make("<p style=\"color: {}\"></p>", text)'''),
    ('style_attribute', r'''attribute("style", text)'''),
    ('embedded_document_attribute', r'''make("<iframe srcdoc=\"{}\"></iframe>", text)'''),
    ('embedded_document_attribute', r'''attribute("srcdoc", text)'''),
    ('argument_in_list_of_addresses', r'''make("<img srcset=\"{}\">", text)'''),
    ('argument_in_list_of_addresses', r'''attribute("ping", text)'''),
    ('argument_in_page_refresh', r'''make("<meta http-equiv=\"refresh\" content=\"{}\">", text)'''),
    ('duplicate_attribute', r'''make("<p id=\"a\" id=\"{}\"></p>", text)'''),
    ('malformed_tag', r'''make("<p id=\"a\"class=\"b\"></p>")'''),
    ('malformed_tag', r'''attribute("a b", text)'''),
    ('malformed_tag', r'''attribute("", text)'''),
    ('unclosed_tag', r'''make("<p id=\"a\"")'''),
    ('unclosed_quote', r'''make("<p id=\"{}></p>", text)'''),
    ('unclosed_comment', r'''make("<!-- a")'''),
    ('unclosed_element', r'''make("<p>{}", text)'''),
    ('unclosed_element', r'''make("<script>")'''),
    ('stray_end_tag', r'''make("{}</p>", text)'''),
    ('stray_end_tag', r'''make("<b><i></b></i>")'''),
    ('self_closed_element', r'''make("<p/>")'''),
    ('lone_less_than', r'''make("a < {}", text)'''),
    ('too_deeply_nested', 'make("' + '<b>' * 65 + '</b>' * 65 + '")'),
    ('markup_outside_of_text', r'''make("<p id=\"{}\"></p>", markup)'''),
    ('markup_outside_of_text', r'''make("<title>{}</title>", markup)'''),
    ('attribute_outside_of_tag', r'''make("<p>{}</p>", attribute("id", text))'''),
    ('only_attributes_fit_between_attributes', r'''make("<p {}></p>", text)'''),
    ('address_begins_with_a_part', r'''make("<a href=\"{}x\"></a>", text)'''),
    ('address_begins_with_a_part', r'''make("<a href=\"x{}\"></a>", text)'''),
    ('address_with_dangerous_scheme', r'''make("<a href=\"javascript:f({})\"></a>", text)'''),
    ('only text, whole numbers', r'''make("{}", 1.5)'''),
    ('only text, whole numbers', r'''make("{}", true)'''),
    ('only text, whole numbers', r'''make("{}", 'a')'''),
    ('constant expression', r'''make(text)'''),  # what is not known while compiling is no literal
]

PROGRAM = '''#include "platform/html/html.hpp"
using namespace biroyna::html;
void f([[maybe_unused]] const std::string& text, [[maybe_unused]] const biroyna::Html& markup) {{
  static_cast<void>({});
}}
'''


def wrong(snippet):
    """What is wrong with how the compiler takes it, or None."""
    fault, code = snippet
    command = [compiler, '-std=c++20', '-fsyntax-only', f'-I{src}', '-x', 'c++', '-']
    run = subprocess.run(command, input=PROGRAM.format(code), capture_output=True, text=True, check=False)
    if fault is None:
        return None if run.returncode == 0 else f'should compile: {code}\n{run.stderr}'
    if run.returncode == 0:
        return f'compiles, but should be refused as {fault}: {code}'
    return None if fault in run.stderr else f'is refused, but not as {fault}: {code}\n{run.stderr}'


with ThreadPoolExecutor(2) as pool:
    complaints = [complaint for complaint in pool.map(wrong, SNIPPETS) if complaint]
print('\n'.join(complaints) or f'{len(SNIPPETS)} literals are taken as they should be')

# Every fault that the compiler can name has a snippet.
with open(f'{src}/platform/html/literal.hpp', encoding='utf-8') as header:
    faults = {line.split()[2].removesuffix('()') for line in header if line.startswith('inline void ')}
untried = faults - {fault for fault, _ in SNIPPETS}
if untried:
    print('no literal tries', ', '.join(sorted(untried)))
sys.exit(1 if complaints or untried or not faults else 0)
