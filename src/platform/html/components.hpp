// The components of GOV.UK Frontend 6.6.0 (MIT) as functions: the same markup, held to the package's own
// fixtures by components_test.cpp. Its guidance says when to use which.
//
//   html::button({.text = speaker("button.save"), .name = "command", .value = "save"})
//
// Fields have the names of the package's options. Where it takes `text` or `html`, `text` here takes either.
// There are no English defaults: what a person reads or hears is always given by the caller.
#pragma once

#include "platform/html/form.hpp"
#include "platform/html/lists.hpp"
#include "platform/html/messages.hpp"
#include "platform/html/navigation.hpp"
