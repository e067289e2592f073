#include "ui/payload/textpane.h"

#include "ui/details/fieldrow.h"
#include "ui/payload/textwindow.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace framescope::ui
{

TextPane::TextPane(QWidget *parent)
    : PayloadTab(QStringLiteral("text"), tr("Text"), parent)
    , m_window(new TextWindow)
    , m_notice(new QWidget)
    , m_noticeText(new QLabel)
    , m_noticeButton(new QPushButton(tr("Show in Hex")))
    , m_encoding(new QLabel)
    , m_wrap(new QToolButton(this))
{
    setObjectName(QStringLiteral("textPane"));
    m_notice->setObjectName(QStringLiteral("textNotice"));
    m_noticeText->setProperty("part", QStringLiteral("finding"));
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeButton->setObjectName(QStringLiteral("showBadByte"));
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(10, 4, 10, 4);
    notice->addWidget(m_noticeText, 1);
    notice->addWidget(m_noticeButton);
    connect(m_noticeButton, &QPushButton::clicked, this, [this] {
        if (m_window->firstBadByte())
            Q_EMIT octetsActivated(*m_window->firstBadByte(), 1);
    });
    m_encoding->setObjectName(QStringLiteral("textEncoding"));
    m_encoding->setProperty("part", QStringLiteral("muted"));
    m_encoding->setTextFormat(Qt::PlainText);
    m_encoding->setContentsMargins(10, 2, 10, 3);
    m_encoding->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_wrap->setObjectName(QStringLiteral("wrapLines"));
    m_wrap->setText(tr("Wrap"));
    m_wrap->setToolTip(tr("Break long lines at the edge"));
    m_wrap->setCheckable(true);
    m_wrap->setChecked(true);
    m_wrap->setProperty("part", QStringLiteral("tool"));
    addTool(m_wrap);
    connect(m_wrap, &QToolButton::toggled, m_window, &TextWindow::setWrap);
    connect(m_window, &TextWindow::read, this, &TextPane::showNotice);
    setFocusProxy(m_window);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_window, 1);
    column->addWidget(m_encoding);
    clear();
}

void TextPane::clear()
{
    m_window->clear();
    m_mark.clear();
    m_notice->hide();
    m_encoding->clear();
}

void TextPane::release()
{
    clear();
    m_window->release();
}

void TextPane::showPayload(const RowPayload &payload) { showBytes(payload.size(), payload.fetch(), payload.goesOn()); }

bool TextPane::grow(const RowPayload &payload)
{
    m_window->grow(payload.size(), payload.goesOn());
    showNotice();
    return true;
}

void TextPane::showBytes(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn)
{
    clear();
    m_mark = fetch(0, 3);
    m_window->showBytes(size, std::move(fetch), goesOn);
    showNotice();
}

bool TextPane::isReading() const { return m_window->isReading(); }
QString TextPane::text() const { return m_window->text(); }
void TextPane::selectOctets(OctetRange octets) { m_window->select(octets); }
std::optional<OctetRange> TextPane::selectedOctets() const { return m_window->selected(); }

QString TextPane::encoding() const
{
    if (m_mark.startsWith("\xEF\xBB\xBF"))
        return tr("UTF-8 with a byte order mark");
    if (m_window->firstBadByte()) {
        if (m_mark.startsWith("\xFF\xFE") || m_mark.startsWith("\xFE\xFF"))
            return tr("not UTF-8; it begins as UTF-16 does");
        return tr("not UTF-8");
    }
    return m_window->isAscii() ? tr("ASCII") : tr("UTF-8");
}

void TextPane::showNotice()
{
    const OctetRange loaded = m_window->loaded();
    QString text = encoding() + QStringLiteral(" · ");
    if (m_window->isWindowed())
        text += tr("%1 · bytes %2 to %3 are read and laid out, more as you scroll")
                    .arg(bytesText(m_window->size()), numberText(loaded.from), numberText(loaded.from + loaded.count));
    else
        text += bytesText(m_window->size());
    m_encoding->setText(text);
    const auto bad = m_window->firstBadByte();
    m_notice->setVisible(bad.has_value());
    if (!bad)
        return;
    const QString place =
        tr("✗ Not UTF-8 at byte %1 of the payload (0x%2).").arg(numberText(*bad), QString::number(*bad, 16));
    m_noticeText->setText(place + u' ' +
                          (m_window->isWindowed() ? tr("Such bytes are shown as ⟨xNN⟩.")
                                                  : tr("Shown as ⟨xNN⟩: %1.").arg(bytesText(m_window->badBytes()))));
}

} // namespace framescope::ui
