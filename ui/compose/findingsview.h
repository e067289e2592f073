#pragma once

#include "core/ws/finding.h"

#include <QScrollArea>
#include <QStringList>

#include <vector>

class QVBoxLayout;

namespace framescope::ui
{

/// What a receiver will say of the frame, a line each with the section of the RFC; scrolls when there are many.
class FindingsView : public QScrollArea
{
    Q_OBJECT
public:
    explicit FindingsView(QWidget *parent = nullptr);

    /// `note` is said below the findings when it is not empty.
    void setFindings(const std::vector<ws::Finding> &findings, const QString &note = {});
    /// The lines as shown.
    QStringList lines() const { return m_lines; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, fontMetrics().height() + 2}; }

private:
    void addLine(const QString &text, const QString &part);

    QStringList m_lines;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace framescope::ui
