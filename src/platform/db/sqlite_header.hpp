// SQLite's own header, with its session extension, which it declares only for who asks; Debian's library has
// it. Private to this folder, where every source takes it from here.
#pragma once

#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>
