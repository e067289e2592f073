#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace framescope::http
{

/// One parameter of an extension. Columns count octets of the field's value from 0.
struct ExtensionParameter {
    QByteArray name;
    std::optional<QByteArray> value; ///< quotes and backslashes taken away
    std::size_t column = 0;
};

struct Extension {
    QByteArray name;
    std::vector<ExtensionParameter> parameters;
    std::size_t column = 0;
};

/// What a Sec-WebSocket-Extensions value says, up to the first place that is against the grammar.
struct ExtensionList {
    std::vector<Extension> extensions;
    std::optional<std::size_t> errorColumn;
};

/// RFC 6455 §9.1. Empty list elements are let through, as RFC 9110 §5.6.1 asks.
ExtensionList parseExtensions(QByteArrayView value);

/// RFC 7692 §7.1: columns of the parameters of a permessage-deflate answer that are unknown, repeated, out of range,
/// or not covered by what was offered.
std::vector<std::size_t> wrongDeflateParameters(const Extension &answer, const Extension &offer);

} // namespace framescope::http
