#pragma once

#include "core/ws/finding.h"

#include <QScrollArea>
#include <QStringList>

#include <vector>

class QVBoxLayout;

namespace framescope::ui
{

/// What a receiver will say of what was composed, a line each with the section of the RFC; scrolls when there are many.
class FindingsView : public QScrollArea
{
    Q_OBJECT
public:
    /// `name` is the object name, `about` what assistive programs call it.
    FindingsView(const QString &name, const QString &about, QWidget *parent = nullptr);

    /// `allRight` is said when there is no finding, `note` below them; either may be empty.
    void setFindings(const std::vector<ws::Finding> &findings, const QString &allRight, const QString &note = {});
    /// Why there is nothing to judge yet.
    void setProblem(const QString &problem);
    /// The lines as shown.
    QStringList lines() const { return m_lines; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {60, fontMetrics().height() + 2}; }

private:
    void show(const QStringList &lines, const QStringList &parts, const QStringList &tips);
    void addLine(const QString &text, const QString &part, const QString &tip);

    QStringList m_lines;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace framescope::ui
