#pragma once

#include "core/capture/capturestore.h"

#include <QWidget>

class QVBoxLayout;

namespace framescope::ui
{

/// What an empty window shows in place of the frame list: the first steps, and captures that were not saved.
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget *parent = nullptr);

    /// Lists captures of earlier starts that no file of the user's holds.
    void setUnsaved(const std::vector<capture::CaptureStore::UnsavedCapture> &captures);

Q_SIGNALS:
    void demoRequested();
    void urlRequested();
    void openRequested();
    void unsavedOpenRequested(const QString &path);
    void unsavedRemoveRequested(const QString &path);

private:
    QWidget *m_unsaved;
    QVBoxLayout *m_unsavedRows;
};

} // namespace framescope::ui
