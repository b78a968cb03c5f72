"""A source includes the standard's algorithms itself: compiled together, as in every build but a developer's, it has them of another."""
import re

ALGORITHMS = re.compile(r'\bstd::(?:ranges::(?:adjacent_find|all_of|any_of|binary_search|contains|copy|copy_if|count|count_if|equal'
                        r'|equal_range|fill|find|find_end|find_if|find_if_not|for_each|generate|includes|is_sorted|lower_bound|max'
                        r'|max_element|min|min_element|mismatch|move|none_of|nth_element|partition|partition_point|remove|remove_if'
                        r'|replace|reverse|rotate|search|set_difference|set_intersection|shuffle|sort|stable_sort|transform|unique'
                        r'|upper_bound)|sort|stable_sort|find_if|any_of|all_of|none_of|count_if|lower_bound|upper_bound|transform)\(')


def check_own_includes(files):
    for path, file in files.items():
        header = files.get(re.sub(r'\.cpp$', '.hpp', path), file)
        if 'algorithm' not in file.angled + header.angled and ALGORITHMS.search(file.code()):
            yield f'{path} uses an algorithm of the standard and does not include <algorithm>'
