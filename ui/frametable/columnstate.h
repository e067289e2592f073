#pragma once

#include <QByteArray>

#include <optional>
#include <vector>

namespace framescope::ui
{

/// One column as the user left it. A list of them is in the order on screen.
struct ColumnState {
    int column = 0; ///< of the model
    int width = 0;  ///< pixels
    bool visible = true;

    bool operator==(const ColumnState &) const = default;
};

/// For the settings file: "1;0,64,1;2,80,0".
QByteArray encodeColumns(const std::vector<ColumnState> &columns);
/// Nothing when the text is not of this form or does not name each of `count` columns once, or shows none.
std::optional<std::vector<ColumnState>> decodeColumns(const QByteArray &text, int count);

} // namespace framescope::ui
