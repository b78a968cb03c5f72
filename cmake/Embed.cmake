# biroyna_embed(TARGET NAMESPACE ns FILES file... [BASE dir])
#
# Puts files into the program as they are, so that one file is all that a centre installs. The library TARGET offers,
# in the header <ns>.hpp:
#   std::span<const biroyna::embedded::File> biroyna::embedded::ns();   // {name relative to BASE, content}
function(biroyna_embed target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAMESPACE;BASE" "FILES;DEPENDS")
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embed_${target})
  file(MAKE_DIRECTORY ${dir})
  set(asm "  .section .rodata,\"a\"\n")
  set(externs "")
  set(entries "")
  set(n 0)
  foreach(file IN LISTS arg_FILES)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${arg_BASE} OUTPUT_VARIABLE name)
    set(symbol biroyna_${arg_NAMESPACE}_${n})
    string(APPEND asm "  .balign 8\n  .global ${symbol}\n${symbol}:\n  .incbin \"${file}\"\n"
                      "  .global ${symbol}_end\n${symbol}_end:\n  .byte 0\n")
    string(APPEND externs "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND entries "    {\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    math(EXPR n "${n} + 1")
  endforeach()
  string(APPEND asm "  .section .note.GNU-stack,\"\",%progbits\n")
  file(CONFIGURE OUTPUT ${dir}/${arg_NAMESPACE}.S CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${arg_NAMESPACE}.hpp CONTENT "#pragma once
#include \"platform/embedded.hpp\"
namespace biroyna::embedded {
std::span<const File> ${arg_NAMESPACE}();
}
" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${arg_NAMESPACE}.cpp CONTENT "#include \"${arg_NAMESPACE}.hpp\"
${externs}
namespace biroyna::embedded {
std::span<const File> ${arg_NAMESPACE}() {
  static const File files[] = {
${entries}  };
  return files;
}
}
" @ONLY)
  add_library(${target} STATIC ${dir}/${arg_NAMESPACE}.cpp ${dir}/${arg_NAMESPACE}.S)
  set_source_files_properties(${dir}/${arg_NAMESPACE}.S PROPERTIES OBJECT_DEPENDS "${arg_FILES}")
  target_include_directories(${target} PUBLIC ${dir} ${PROJECT_SOURCE_DIR}/src)
  if(arg_DEPENDS)
    add_dependencies(${target} ${arg_DEPENDS})
  endif()
endfunction()
