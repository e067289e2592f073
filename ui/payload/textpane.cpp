#include "ui/payload/textpane.h"

#include "ui/details/fieldrow.h"
#include "ui/support/colors.h"
#include "ui/support/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <utility>

namespace framescope::ui
{

namespace
{
/// State of a block that goes on with the line of the block before it.
constexpr int continuesLine = 1;
/// Octets of a UTF-8 character that is not whole yet, at most.
constexpr std::uint64_t longestTail = 3;
constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

QString joinedText(const QTextDocument &document, int from, int to)
{
    QString out;
    for (QTextBlock block = document.findBlock(from); block.isValid() && block.position() <= to; block = block.next()) {
        if (block.position() > from && block.userState() != continuesLine)
            out += u'\n';
        const int begin = std::max(from - block.position(), 0);
        out += block.text().mid(begin, std::max(0, to - block.position() - begin));
    }
    return out;
}

/// Copies lines as they are in the payload, whatever was broken for showing.
class PayloadEdit final : public QPlainTextEdit
{
public:
    using QPlainTextEdit::QPlainTextEdit;

protected:
    QMimeData *createMimeDataFromSelection() const override
    {
        auto *data = new QMimeData;
        const QTextCursor cursor = textCursor();
        data->setText(joinedText(*document(), cursor.selectionStart(), cursor.selectionEnd()));
        return data;
    }
};
} // namespace

TextPane::TextPane(QWidget *parent)
    : PayloadTab(QStringLiteral("text"), tr("Text"), parent)
    , m_job(new LatestJob(this))
    , m_edit(new PayloadEdit)
    , m_notice(new QWidget)
    , m_noticeText(new QLabel)
    , m_noticeButton(new QPushButton(tr("Show in Hex")))
    , m_more(new QPushButton)
    , m_wrap(new QToolButton(this))
{
    setObjectName(QStringLiteral("textPane"));
    m_edit->setObjectName(QStringLiteral("payloadText"));
    m_edit->setAccessibleName(tr("Payload as text"));
    m_edit->setReadOnly(true);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setFont(monospaceFont());
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setStyleSheet(
        QStringLiteral("QPlainTextEdit { border: none; border-radius: 0; background: palette(window); }"));
    m_edit->setUndoRedoEnabled(false);

    m_notice->setObjectName(QStringLiteral("textNotice"));
    m_noticeText->setProperty("part", QStringLiteral("finding"));
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeButton->setObjectName(QStringLiteral("showBadByte"));
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(10, 4, 10, 4);
    notice->addWidget(m_noticeText, 1);
    notice->addWidget(m_noticeButton);
    connect(m_noticeButton, &QPushButton::clicked, this, [this] { Q_EMIT octetsActivated(m_firstBad, 1); });

    m_more->setObjectName(QStringLiteral("showMore"));
    connect(m_more, &QPushButton::clicked, this, &TextPane::showMore);
    m_wrap->setObjectName(QStringLiteral("wrapLines"));
    m_wrap->setText(tr("Wrap"));
    m_wrap->setToolTip(tr("Break long lines at the edge"));
    m_wrap->setCheckable(true);
    m_wrap->setChecked(true);
    m_wrap->setProperty("part", QStringLiteral("tool"));
    addTool(m_wrap);
    connect(m_wrap, &QToolButton::toggled, this,
            [this](bool on) { m_edit->setLineWrapMode(on ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap); });

    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(8, 0, 8, 2);
    bottom->addWidget(m_more);
    bottom->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_edit, 1);
    column->addLayout(bottom);
    clear();
}

void TextPane::release()
{
    clear();
    m_job->cancelAndWait();
}

void TextPane::clear()
{
    m_job->cancel();
    m_fetch = {};
    m_size = m_shown = m_wanted = m_badBytes = 0;
    m_marks.clear();
    m_edit->clear();
    m_edit->setExtraSelections({});
    m_notice->hide();
    m_more->hide();
    m_more->setEnabled(true);
}

void TextPane::showPayload(const RowPayload &payload) { showBytes(payload.size(), payload.fetch(), payload.goesOn()); }

bool TextPane::grow(const RowPayload &payload)
{
    grow(payload.size(), payload.goesOn());
    return true;
}

void TextPane::showBytes(std::uint64_t size, Fetch fetch, bool goesOn)
{
    clear();
    m_fetch = std::move(fetch);
    m_size = size;
    m_goesOn = goesOn;
    showMore();
    m_edit->moveCursor(QTextCursor::Start);
}

void TextPane::grow(std::uint64_t size, bool goesOn)
{
    const bool all = m_size - m_shown <= longestTail;
    m_size = std::max(m_size, size);
    m_goesOn = goesOn;
    if (m_job->isRunning() || (all && m_shown < window && m_shown < m_size)) {
        m_wanted = std::min(m_size, std::max(m_wanted, window));
        if (!m_job->isRunning())
            readNext();
    } else {
        offerMore();
    }
}

QString TextPane::text() const { return joinedText(*m_edit->document(), 0, m_edit->document()->characterCount()); }

void TextPane::showMore()
{
    m_wanted = std::min(m_size, m_shown + window);
    readNext();
}

void TextPane::readNext()
{
    const std::uint64_t from = m_shown;
    const std::uint64_t count = std::min(sizeAtOnce, m_wanted - from);
    const auto read = [fetch = m_fetch, from, count, end = m_goesOn ? never : m_size] {
        const QByteArray bytes = fetch(from, count);
        return std::pair(visiblePayload(byteView(bytes), std::uint64_t(bytes.size()) >= end - from),
                         std::uint64_t(bytes.size()));
    };
    if (from == 0 || m_wanted - from <= sizeAtOnce) {
        const auto [part, octets] = read();
        showPart(part, octets);
        return;
    }
    m_more->setEnabled(false);
    m_job->start([this, read](const std::stop_token &) -> LatestJob::Show {
        return [this, got = read()] { showPart(got.first, got.second); };
    });
}

/// `octets` were read for it.
void TextPane::showPart(const VisiblePayload &part, std::uint64_t octets)
{
    if (part.firstBadByte && m_badBytes == 0)
        m_firstBad = m_shown + *part.firstBadByte;
    m_badBytes += part.badBytes;
    QTextCursor end(m_edit->document());
    end.movePosition(QTextCursor::End);
    const qsizetype before = end.position();
    end.insertText(part.text);
    for (const qsizetype at : part.softBreaks)
        m_edit->document()->findBlock(int(before + at)).setUserState(continuesLine);
    for (const TextMark &mark : part.marks) {
        if (m_marks.size() < VisiblePayload::maxMarks)
            m_marks.push_back({mark.from + before, mark.count, mark.kind});
    }
    m_shown += part.consumed;
    paintMarks();
    m_notice->setVisible(m_badBytes > 0);
    if (m_badBytes > 0)
        m_noticeText->setText(tr("✗ Not UTF-8 at byte %1 of the payload (0x%2). Shown as ⟨xNN⟩: %3.")
                                  .arg(numberText(m_firstBad), QString::number(m_firstBad, 16), bytesText(m_badBytes)));
    m_more->setEnabled(true);
    // Where much cannot be shown, laying it out is dear: the rest waits until it is asked for.
    const bool limited = octets - part.consumed > longestTail;
    if (part.consumed > 0 && !limited && m_shown < m_wanted)
        return readNext();
    offerMore();
    if (octets == 0) // although something is left: the file could not be read, and asking again would not help
        m_more->hide();
}

void TextPane::offerMore()
{
    const std::uint64_t left = m_size - m_shown;
    m_more->setVisible(left > (m_goesOn ? longestTail : 0));
    m_more->setText(tr("Show more (%1 left)").arg(bytesText(left)));
}

void TextPane::paintMarks()
{
    const Colors &c = Colors::of(palette());
    QList<QTextEdit::ExtraSelection> selections;
    for (const TextMark &mark : m_marks) {
        QTextEdit::ExtraSelection s;
        s.cursor = QTextCursor(m_edit->document());
        s.cursor.setPosition(int(mark.from));
        s.cursor.setPosition(int(mark.from + mark.count), QTextCursor::KeepAnchor);
        s.format.setForeground(mark.kind == TextMark::Kind::BadUtf8 ? c.finding : c.warning);
        s.format.setBackground(c.raised);
        selections.push_back(s);
    }
    m_edit->setExtraSelections(selections);
}

void TextPane::changeEvent(QEvent *event)
{
    PayloadTab::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        paintMarks();
}

} // namespace framescope::ui
