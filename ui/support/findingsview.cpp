#include "ui/support/findingsview.h"

#include "core/io/rowtext.h"
#include "ui/explain/explanation.h"

#include <QLabel>
#include <QTextDocument>
#include <QVBoxLayout>

#include <memory>

#include "moc_findingsview.cpp"
#include "ui/support/coretext.h"

namespace framescope::ui
{

FindingsView::FindingsView(const QString &name, const QString &about, QWidget *parent) : QScrollArea(parent)
{
    setObjectName(name);
    setAccessibleName(about);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    auto *inside = new QWidget(this);
    m_layout = new QVBoxLayout(inside);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    setWidget(inside);
    inside->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

QSize FindingsView::sizeHint() const { return {300, 2 * fontMetrics().height() + 4}; }

void FindingsView::setFindings(const std::vector<ws::Finding> &findings, const QString &allRight, const QString &note)
{
    QStringList lines;
    QStringList parts;
    QStringList tips; // of the findings, which stand first
    for (const ws::Finding &finding : findings) {
        const ws::FindingInfo &info = ws::info(finding.id);
        QString text = coreText(io::findingText(finding));
        if (text.endsWith(u'.') || text.endsWith(u'。'))
            text.chop(1);
        const QString section = QString::fromUtf8(info.section.data(), qsizetype(info.section.size()));
        if (!section.isEmpty())
            text += QStringLiteral(" (%1)").arg(section);
        const bool wrong = info.severity >= ws::Severity::Warning;
        lines << (wrong ? tr("▲ %1: it will be sent as is").arg(text) : tr("· %1").arg(text));
        parts << (wrong ? QStringLiteral("warning") : QStringLiteral("muted"));
        tips << coreText(info.explanation);
    }
    if (findings.empty() && !allRight.isEmpty()) {
        lines << allRight;
        parts << QStringLiteral("ok");
    }
    if (!note.isEmpty()) {
        lines << note;
        parts << (note.startsWith(u'▲') ? QStringLiteral("warning") : QStringLiteral("muted"));
    }
    QStringList topics;
    for (const ws::Finding &finding : findings)
        topics << keyOf(finding.id);
    topics.removeDuplicates();
    setProperty(explainProperty, topics);
    show(lines, parts, tips);
}

void FindingsView::setProblem(const QString &problem) { show({problem}, {QStringLiteral("finding")}, {}); }

void FindingsView::show(const QStringList &lines, const QStringList &parts, const QStringList &tips)
{
    if (m_lines == lines)
        return; // typing must not flicker
    m_lines = lines;
    while (m_layout->count() > 1) {
        const std::unique_ptr<QLayoutItem> item(m_layout->takeAt(0));
        delete item->widget();
    }
    for (qsizetype i = 0; i < m_lines.size(); ++i)
        addLine(m_lines[i], parts[i], tips.value(i));
    setAccessibleDescription(m_lines.join(u'\n'));
}

void FindingsView::addLine(const QString &text, const QString &part, const QString &tip)
{
    auto *label = new QLabel(widget());
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setProperty("part", part);
    label->setToolTip(Qt::convertFromPlainText(tip.isEmpty() ? text : text + u'\n' + tip));
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    m_layout->insertWidget(m_layout->count() - 1, label);
}

} // namespace framescope::ui
