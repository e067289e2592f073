#pragma once

#include "core/capture/rolllimits.h"

#include <QDialog>

class QLabel;
class QSpinBox;

namespace framescope::ui
{

/// Asks when a recording goes on in a new file, and how many of its files are kept.
class RecordingLimitsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit RecordingLimitsDialog(const capture::RollLimits &limits, QWidget *parent = nullptr);

    capture::RollLimits limits() const;

private:
    void refresh();

    QSpinBox *m_size;
    QSpinBox *m_frames;
    QSpinBox *m_age;
    QSpinBox *m_keep;
    QLabel *m_help;
};

} // namespace framescope::ui
