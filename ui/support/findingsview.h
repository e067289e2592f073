#pragma once

#include "core/ws/finding.h"

#include <QScrollArea>
#include <QStringList>

#include <vector>

class QVBoxLayout;

namespace framescope::ui
{

/// What a receiver will say of what was composed, each with the section of the RFC. Long ones are wrapped; when there are
/// many it scrolls, by whole lines.
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
    /// The findings as shown.
    QStringList lines() const { return m_lines; }
    /// How many of them are warnings or errors.
    int problems() const { return m_problems; }
    static int lineHeight(const QFont &font);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;

private:
    void showLines(const QStringList &lines, const QStringList &parts, const QStringList &tips);
    void addLine(const QString &text, const QString &part, const QString &tip);

    QStringList m_lines;
    int m_problems = 0;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace framescope::ui
