#pragma once

#include "core/compare/comparison.h"
#include "core/decode/jsontree.h"

#include <stop_token>

namespace framescope::compare
{

/// A JSON text and its tree, which is valid.
struct JsonSide {
    ByteView text;
    const decode::JsonTree &tree;
};

/// Two JSON texts by their values: the order of keys, space and escapes do not matter, how a number is written does.
/// Keys that stand more than once are compared in their order. Each difference is a row "$.user.id: 17"; `left` and
/// `right` are the octet where the value stands. Elements of arrays that are the same at both ends are not compared with
/// others. Stopped early the result means nothing.
Comparison jsonDiff(const JsonSide &left, const JsonSide &right, const std::stop_token &stop = {});

} // namespace framescope::compare
