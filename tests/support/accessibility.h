#pragma once

#include <QStringList>

class QWidget;

namespace framescope::test
{

/// What a person who hears the window cannot name or reach: the controls of a window or dialog that take the focus or a
/// click and have no accessible name, or none but a role that says nothing; each as "class objectName: what is wrong".
/// Hidden ones are looked at too: they appear sooner or later.
QStringList inaccessibleControls(const QWidget &window);

} // namespace framescope::test
