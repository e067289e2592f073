#include "ui/explain/explainpanel.h"

#include "ui/explain/explanation.h"
#include "ui/support/colors.h"
#include "ui/support/dialogparts.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QFrame>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <memory>

#include "moc_explainpanel.cpp"

namespace framescope::ui
{

namespace
{
constexpr int firstWidth = 460;
constexpr int leastHeight = 200;
constexpr int mostHeight = 560;
constexpr int besideEdge = 24;
constexpr int spare = 8; ///< the page rounds its lines at other places than the measure
} // namespace

ExplainPanel::ExplainPanel(QWidget *parent) : QDialog(parent, Qt::Tool), m_page(new QTextBrowser(this))
{
    setObjectName(QStringLiteral("explainPanel"));
    setWindowTitle(tr("What this means"));
    setAccessibleName(windowTitle());
    setModal(false);
    m_page->setObjectName(QStringLiteral("explainPage"));
    m_page->setAccessibleName(tr("Explanation"));
    m_page->setOpenExternalLinks(true);
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setStyleSheet(
        QStringLiteral("QTextBrowser { border: none; border-radius: 0; background: palette(window); }"));
    m_page->document()->setDocumentMargin(12);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    QFrame *bar = dialogFooter(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_page, 1);
    column->addWidget(bar);
    resize(firstWidth, leastHeight);
}

void ExplainPanel::showKeys(const QStringList &keys)
{
    m_keys = keys;
    fill();
    if (!isVisible()) { // as high as what it says, then as a person left it
        ensurePolished();
        // The page lays its document out as wide as it was itself, and it was never shown.
        const std::unique_ptr<QTextDocument> measured(m_page->document()->clone());
        measured->setDefaultFont(m_page->font());
        measured->setTextWidth(width());
        const int buttons = layout()->itemAt(1)->sizeHint().height();
        const int needed = int(std::ceil(measured->size().height())) + buttons + spare;
        resize(width(), std::clamp(needed, leastHeight, mostHeight));
    }
    if (!isVisible() && parentWidget() != nullptr) {
        // At the upper right, where it covers the least of what is asked about.
        const QRect around = parentWidget()->window()->frameGeometry();
        move(around.right() - width() - besideEdge, around.top() + 4 * besideEdge);
    }
    show();
    raise();
    m_page->setFocus(Qt::OtherFocusReason);
}

QString ExplainPanel::text() const { return m_page->toPlainText(); }

void ExplainPanel::fill()
{
    const Colors &c = Colors::of(palette());
    m_page->document()->setDefaultStyleSheet(
        QStringLiteral("h3 { color: %1; margin-bottom: 2px; } p { margin-top: 4px; } a { color: %2; }")
            .arg(c.textMain.name(), c.text.name()));
    m_page->setHtml(pageOf(m_keys));
}

void ExplainPanel::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange)
        fill();
}

} // namespace framescope::ui
