// Texts for times, counts and names that the rooms of the hall share. The parts of their pages are in
// pages.hpp.
#pragma once

#include "features/hall/page_text.hpp"
