# Compiler and linker settings that hold for every target.
find_program(CCACHE ccache)
if(CCACHE)  # a clone in another folder finds what this one compiled
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
    CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Werror -fno-omit-frame-pointer -pthread)
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++-12 reports these inside the standard library's own std::string at -O2.
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized)
  if(CMAKE_UNITY_BUILD)  # it takes a source that another one includes for a header
    add_compile_options(-Wno-subobject-linkage)
  endif()
  add_link_options(-fuse-ld=lld)
else()
  # libstdc++ 12's std::stable_sort calls what it declares deprecated.
  add_compile_options(-Wno-deprecated-declarations)
  # Without the time of the build in them, the compiler cache knows precompiled headers again.
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  add_link_options(-fuse-ld=lld-19)
endif()

set(BIROYNA_SANITIZE "" CACHE STRING "Comma-separated sanitizers, e.g. address,undefined")
if(BIROYNA_SANITIZE)
  add_compile_options(-fsanitize=${BIROYNA_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BIROYNA_SANITIZE})
endif()
if(BIROYNA_FUZZ)  # the marks by which the fuzzer sees where it has been: -fsanitize=fuzzer-no-link, but for precompiled headers
  set(BIROYNA_FUZZ_OPTIONS -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)
endif()
if(BIROYNA_SANITIZE)  # a test's own code runs once: optimising it takes longer than it saves
  set(BIROYNA_TEST_OPTIONS -O0)
endif()
