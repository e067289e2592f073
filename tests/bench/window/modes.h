#pragma once

#include <QJsonObject>
#include <QStringList>

namespace framescope::bench
{

class GuiProbe;

// What the program does in its different lives, a file each: figures by name, or {"error": why there are none}.

/// URL: connects the main window to it and follows until the server closes. The capture stays in "folder".
QJsonObject runFlood(GuiProbe &probe, const QStringList &arguments);
/// FILE: opens it in the main window.
QJsonObject runOpen(GuiProbe &probe, const QStringList &arguments);
/// ROWS: the frame list with so many rows.
QJsonObject runList(GuiProbe &probe, const QStringList &arguments);

inline QJsonObject failed(const QString &why) { return {{QStringLiteral("error"), why}}; }

} // namespace framescope::bench
