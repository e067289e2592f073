#pragma once

#include <QString>

class QDialog;
class QDialogButtonBox;
class QFrame;
class QLabel;
class QWidget;

namespace framescope::ui
{

/// The bar at the foot of a dialog: the buttons, the one that accepts in the accent's colour, and what stands above them.
QFrame *dialogFooter(QDialogButtonBox *buttons, QWidget *above = nullptr);
/// What a page of a dialog is called, in larger letters.
QLabel *pageHeading(const QString &text, QWidget *parent = nullptr);
/// Makes a dialog this wide and as high as all of its lines need, however they are broken; never lower than it is.
void fitDialog(QDialog *dialog, int width);

} // namespace framescope::ui
