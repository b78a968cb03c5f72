# biroyna_precompile(TARGET [TEST]): the target finds the headers that most sources include already read.
#
# They are read once for the libraries and once, with GoogleTest, for the tests' own code. Only the presets that build
# everything anew use them (CMAKE_DISABLE_PRECOMPILE_HEADERS); `dev` shows which include a source lacks.
if(CMAKE_DISABLE_PRECOMPILE_HEADERS)
  function(biroyna_precompile)
  endfunction()
  return()
endif()

# What defines the program's view of these headers is defined everywhere: GCC takes them only where it is the same.
add_compile_definitions(BOOST_CONTAINER_NO_LIB BOOST_CONTAINER_DYN_LINK BOOST_JSON_NO_LIB BOOST_JSON_DYN_LINK
  FMT_SHARED HAS_STRING_VIEW=1 ONLY_C_LOCALE=1 USE_OS_TZDB=1)

set(precompiled
  <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <condition_variable> <cstdint> <filesystem> <fstream> <functional>
  <iterator> <map> <memory> <mutex> <optional> <set> <span> <sstream> <stdexcept> <string> <string_view> <thread>
  <unordered_map> <utility> <variant> <vector> <boost/json.hpp> <date/tz.h> <fmt/format.h> <tl/expected.hpp>)

file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp CONTENT "" @ONLY)
add_library(biroyna_precompiled OBJECT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(biroyna_precompiled PRIVATE Boost::json date::date-tz fmt::fmt)
target_precompile_headers(biroyna_precompiled PRIVATE ${precompiled})

if(BIROYNA_TESTS)
  add_library(biroyna_test_precompiled OBJECT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(biroyna_test_precompiled PRIVATE Boost::json date::date-tz fmt::fmt GTest::gmock)
  target_compile_options(biroyna_test_precompiled PRIVATE ${BIROYNA_TEST_OPTIONS})
  target_precompile_headers(biroyna_test_precompiled PRIVATE
    ${precompiled} <gmock/gmock.h> <gtest/gtest.h> <rapidcheck.h> <rapidcheck/gtest.h>)
endif()

function(biroyna_precompile target)
  if("TEST" IN_LIST ARGN)
    target_precompile_headers(${target} REUSE_FROM biroyna_test_precompiled)
  else()
    target_precompile_headers(${target} REUSE_FROM biroyna_precompiled)
  endif()
endfunction()
