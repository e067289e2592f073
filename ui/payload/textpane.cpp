#include "ui/payload/textpane.h"

#include "core/capture/capture.h"
#include "core/ws/closecode.h"
#include "ui/details/framefields.h"
#include "ui/payload/textwindow.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"
#include "ui/support/restyle.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace framescope::ui
{

namespace
{
constexpr std::uint64_t closeCodeSize = 2; // RFC 6455 §5.5.1

TextPane::Content contentOf(const RowPayload &payload)
{
    using Content = TextPane::Content;
    if (!payload.isFrame())
        return payload.isHead() ? Content::Head : Content::Bytes;
    const RowFacts &facts = *payload.facts();
    if (facts.header.opcode() == ws::Opcode::Close)
        return Content::Close;
    // RFC 6455 §5.4: the first frame says what the message is
    const auto first = facts.message.empty() ? facts.record : payload.capture()->row(facts.message.front());
    if (first.opcode() != ws::Opcode::Text)
        return Content::Bytes;
    if (payload.showsInflated())
        return Content::Text;
    if (first.rsv1()) // compressed, or said to be
        return Content::Bytes;
    return payload.hasWholeMessage() && !payload.showsWholeMessage() ? Content::Fragment : Content::Text;
}
} // namespace

TextPane::TextPane(QWidget *parent)
    : PayloadTab(QStringLiteral("text"), tr("Text"), parent)
    , m_window(new TextWindow)
    , m_closeCode(new QLabel)
    , m_notice(new QWidget)
    , m_noticeText(new QLabel)
    , m_noticeButton(new QPushButton(tr("Show in Hex")))
    , m_encoding(new QLabel)
    , m_wrap(new QToolButton(this))
{
    setObjectName(QStringLiteral("textPane"));
    m_notice->setObjectName(QStringLiteral("textNotice"));
    m_noticeText->setObjectName(QStringLiteral("textNoticeText"));
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeButton->setObjectName(QStringLiteral("showBadByte"));
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(10, 4, 10, 4);
    notice->addWidget(m_noticeText, 1);
    notice->addWidget(m_noticeButton);
    connect(m_noticeButton, &QPushButton::clicked, this, [this] {
        if (m_window->firstBadByte())
            Q_EMIT octetsActivated(m_before + *m_window->firstBadByte(), 1);
    });
    m_closeCode->setObjectName(QStringLiteral("closeCode"));
    m_closeCode->setTextFormat(Qt::PlainText);
    m_closeCode->setWordWrap(true);
    m_closeCode->setContentsMargins(10, 6, 10, 2);
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
    column->addWidget(m_closeCode);
    column->addWidget(m_window, 1);
    column->addWidget(m_encoding);
    clear();
}

void TextPane::clear()
{
    m_window->clear();
    m_mark.clear();
    m_before = 0;
    m_content = Content::Text;
    m_notice->hide();
    m_closeCode->hide();
    m_encoding->clear();
}

void TextPane::release()
{
    clear();
    m_window->release();
}

void TextPane::showPayload(const RowPayload &payload)
{
    showBytes(payload.size(), payload.fetch(), payload.goesOn(), contentOf(payload));
}

bool TextPane::grow(const RowPayload &payload)
{
    m_content = contentOf(payload);
    m_window->grow(payload.size(), payload.fetch(), payload.goesOn());
    showNotice();
    return true;
}

void TextPane::showBytes(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn, Content content)
{
    clear();
    m_content = content;
    if (content == Content::Close && size > 0) {
        showCloseCode(fetch(0, closeCodeSize));
        m_before = std::min(size, closeCodeSize);
        size -= m_before;
        fetch = [fetch = std::move(fetch)](std::uint64_t from, std::uint64_t count) {
            return fetch(closeCodeSize + from, count);
        };
    }
    m_mark = fetch(0, 3);
    m_window->showBytes(size, std::move(fetch), goesOn);
    showNotice();
}

void TextPane::showCloseCode(const QByteArray &body)
{
    bool right = false;
    if (body.size() < qsizetype(closeCodeSize)) {
        m_closeCode->setText(
            tr("✗ No close code: it is two bytes, and here is one (0x%1).").arg(QString::fromLatin1(body.toHex())));
    } else {
        const std::uint16_t code = ws::closeCodeOf(byteView(body));
        right = ws::maySendCloseCode(code);
        const QString text = tr("Code %1 %2").arg(code).arg(coreText(ws::closeCodeName(code)));
        m_closeCode->setText(right ? text : text + QStringLiteral(" ✗"));
    }
    restyle(m_closeCode, "part", right ? QString() : QStringLiteral("finding"));
    m_closeCode->show();
}

bool TextPane::isReading() const { return m_window->isReading(); }
QString TextPane::text() const { return m_window->text(); }

void TextPane::selectOctets(OctetRange octets)
{
    const std::uint64_t hidden = std::min(octets.count, m_before - std::min(m_before, octets.from));
    m_window->select({std::max(octets.from, m_before) - m_before, octets.count - hidden});
}

std::optional<OctetRange> TextPane::selectedOctets() const
{
    auto octets = m_window->selected();
    if (octets)
        octets->from += m_before;
    return octets;
}

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
    if (m_content == Content::Close && m_window->size() == 0)
        text = tr("no reason after the code");
    else if (m_before > 0)
        text += QStringLiteral(" · ") + tr("after the code");
    m_encoding->setText(text);
    const auto bad = m_window->firstBadByte();
    m_notice->setVisible(bad.has_value());
    if (!bad)
        return;
    const bool wrong = m_content == Content::Text || m_content == Content::Close;
    restyle(m_noticeText, "part", wrong ? QStringLiteral("finding") : QStringLiteral("muted"));
    m_noticeText->setText(badBytesText(m_before + *bad));
    m_noticeButton->setVisible(wrong);
}

QString TextPane::badBytesText(std::uint64_t first) const
{
    switch (m_content) {
    case Content::Head:
        return tr("Bytes that are no UTF-8 are shown as ⟨xNN⟩.");
    case Content::Bytes:
        return tr("Binary data: bytes that are no UTF-8 are shown as ⟨xNN⟩.");
    case Content::Fragment:
        return tr("A part of a text message: characters may be cut at its ends. Bytes that are no UTF-8 by themselves "
                  "are shown as ⟨xNN⟩.");
    case Content::Text:
    case Content::Close:
        break;
    }
    const QString place =
        tr("✗ Not UTF-8 at byte %1 of the payload (0x%2).").arg(numberText(first), QString::number(first, 16));
    return place + u' ' +
           (m_window->isWindowed() ? tr("Such bytes are shown as ⟨xNN⟩.")
                                   : tr("Shown as ⟨xNN⟩: %1.").arg(bytesText(m_window->badBytes())));
}

} // namespace framescope::ui
