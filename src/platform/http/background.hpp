// What takes long and is not urgent gives way to all other threads.
#pragma once

namespace biroyna::http {

// Lowers the priority of this thread, once. Thread-safe.
void work_in_the_background();

}  // namespace biroyna::http
