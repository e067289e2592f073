#include "ui/support/findingsview.h"

#include "core/io/rowtext.h"
#include "ui/explain/explanation.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollBar>
#include <QTextDocument>
#include <QTextLayout>
#include <QVBoxLayout>
#include <QtMath>

#include <memory>

#include "moc_findingsview.cpp"
#include "ui/support/coretext.h"

namespace framescope::ui
{

namespace
{
/// Text in as many lines as it needs, all equally high, whatever fonts its characters come from.
class WrappedLabel final : public QLabel
{
public:
    using QLabel::QLabel;

    int heightForWidth(int width) const override
    {
        QTextLayout layout(text(), font());
        return layOut(layout, width) * FindingsView::lineHeight(font());
    }
    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override { return {0, FindingsView::lineHeight(font())}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        QTextLayout layout(text(), font());
        layOut(layout, width());
        layout.draw(&painter, {});
    }

private:
    /// How many lines these are.
    static int layOut(QTextLayout &layout, int width)
    {
        layout.beginLayout();
        int count = 0;
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            line.setPosition({0, double(count++ * FindingsView::lineHeight(layout.font()))});
        }
        layout.endLayout();
        return count;
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
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this](int value) { verticalScrollBar()->setValue(value - value % lineHeight(font())); });
}

int FindingsView::lineHeight(const QFont &font)
{
    QTextLayout layout(QStringLiteral("▲ 中"), font); // both may come from a higher font than letters do
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    return qCeil(line.height());
}

QSize FindingsView::sizeHint() const { return {300, 2 * lineHeight(font())}; }

QSize FindingsView::minimumSizeHint() const { return {60, 2 * lineHeight(font())}; }

bool FindingsView::event(QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange) {
        const int line = lineHeight(font());
        setViewportMargins(0, 0, 0, height() % line); // no line is cut
        verticalScrollBar()->setSingleStep(line);
    }
    return QScrollArea::event(event);
}

void FindingsView::setFindings(const std::vector<ws::Finding> &findings, const QString &allRight, const QString &note)
{
    QStringList lines;
    QStringList parts;
    QStringList tips; // of the findings, which stand first
    m_problems = 0;
    for (const ws::Finding &finding : findings) {
        const ws::FindingInfo &info = ws::info(finding.id);
        QString text = coreText(io::findingText(finding));
        if (text.endsWith(u'.') || text.endsWith(u'。'))
            text.chop(1);
        const QString section = QString::fromUtf8(info.section.data(), qsizetype(info.section.size()));
        if (!section.isEmpty())
            text += QStringLiteral(" (%1)").arg(section);
        const bool wrong = info.severity >= ws::Severity::Warning;
        m_problems += wrong ? 1 : 0;
        lines << (wrong ? tr("▲ %1").arg(text) : tr("· %1").arg(text));
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
    showLines(lines, parts, tips);
}

void FindingsView::setProblem(const QString &problem)
{
    m_problems = 0;
    showLines({problem}, {QStringLiteral("finding")}, {});
}

void FindingsView::showLines(const QStringList &lines, const QStringList &parts, const QStringList &tips)
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
    auto *label = new WrappedLabel(widget());
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true); // its height goes by its width
    label->setText(text);
    label->setProperty("part", part);
    label->setToolTip(Qt::convertFromPlainText(tip.isEmpty() ? text : text + u'\n' + tip));
    m_layout->insertWidget(m_layout->count() - 1, label);
}

} // namespace framescope::ui
