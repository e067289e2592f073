#pragma once

#include <QString>

#include <functional>

class QMenu;

namespace framescope::ui
{

/// "Filter: opcode == text" and "Hide: opcode == text" at the end of a menu: rows that a display filter holds for are to be
/// shown alone, or hidden. Nothing where the filter is empty.
void addFilterActions(QMenu &menu, const QString &filter, const std::function<void(bool hide)> &chosen);

} // namespace framescope::ui
