#include "ui/support/findingsview.h"

#include "core/io/rowtext.h"
#include "ui/explain/explanation.h"

#include <QLabel>
#include <QPainter>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

#include "moc_findingsview.cpp"
#include "ui/support/coretext.h"

namespace framescope::ui
{

namespace
{
/// One line, which ends in "…" where there is more; the tool tip has all of it.
class ElidedLabel final : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(contentsRect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()));
    }
};
} // namespace

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
    int problems = 0;
    for (const ws::Finding &finding : findings) {
        const ws::FindingInfo &info = ws::info(finding.id);
        QString text = coreText(io::findingText(finding));
        if (text.endsWith(u'.') || text.endsWith(u'。'))
            text.chop(1);
        const QString section = QString::fromUtf8(info.section.data(), qsizetype(info.section.size()));
        if (!section.isEmpty())
            text += QStringLiteral(" (%1)").arg(section);
        const bool wrong = info.severity >= ws::Severity::Warning;
        problems += wrong ? 1 : 0;
        lines << (wrong ? tr("▲ %1").arg(text) : tr("· %1").arg(text));
        parts << (wrong ? QStringLiteral("warning") : QStringLiteral("muted"));
        tips << coreText(info.explanation);
    }
    if (problems == 1) {
        const auto at = std::find(parts.begin(), parts.end(), QStringLiteral("warning")) - parts.begin();
        lines[at] = tr("%1: it will be sent as is").arg(lines[at]);
    } else if (problems > 1) {
        // Few lines are seen at once: the first says how many there are.
        lines.prepend(tr("▲ %1 problems; they will be sent as is").arg(problems));
        parts.prepend(QStringLiteral("warning"));
        tips.prepend(QStringList(lines.mid(1)).join(u'\n'));
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
    auto *label = new ElidedLabel(widget());
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setProperty("part", part);
    label->setToolTip(Qt::convertFromPlainText(tip.isEmpty() ? text : text + u'\n' + tip));
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_layout->insertWidget(m_layout->count() - 1, label);
}

} // namespace framescope::ui
