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
    bool quoted = false;
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

} // namespace framescope::http
