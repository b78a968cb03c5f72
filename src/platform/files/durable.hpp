// Files and folders that are still there after a power cut, by their names and with their contents: what a
// caller that goes on may rely on. Failures are std::system_error that name the file.
#pragma once

#include <filesystem>
#include <string_view>

namespace biroyna::files {

// A whole new file for its owner alone, or none: written under another name, brought to the disk and linked.
// False when there is one already, which stays as it is.
bool make_file(const std::filesystem::path& path, std::string_view content);
// Makes a folder for its owner alone, and the missing ones above it, unless it is there.
void make_folder(const std::filesystem::path& folder);
// Brings the name of what somebody else may just have made to the disk, where the folder above may be read.
void sync_name(const std::filesystem::path& path);

}  // namespace biroyna::files
