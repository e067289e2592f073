#include "ui/payload/textwindow.h"

#include "ui/payload/payloadedit.h"
#include "ui/support/colors.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>
#include <QTimer>

#include <algorithm>
#include <limits>
#include <utility>

namespace framescope::ui
{

namespace
{
/// Octets of a UTF-8 character, or of a line end, that is not whole yet, at most.
constexpr std::uint64_t longestTail = 3;
constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
/// Read at once of a text that is not all there: two of them are shown first.
constexpr std::uint64_t stepSize = TextWindow::sizeAtOnce / 2;
/// So few octets are always shown whole, whatever they are (VisiblePayload::maxUnshowable).
constexpr std::uint64_t surelyShown = VisiblePayload::maxUnshowable / 2;
} // namespace

/// Octets that were read, as text.
struct TextWindow::Part {
    VisiblePayload visible;
    std::uint64_t from = 0;
    std::uint64_t octets = 0; ///< read; more than visible.consumed where a character is cut, or a limit met
};

TextWindow::TextWindow(QWidget *parent)
    : QWidget(parent)
    , m_job(new LatestJob(this))
    , m_scrolled(new QTimer(this))
    , m_edit(new PayloadEdit)
    , m_bar(new QScrollBar(Qt::Vertical))
{
    setObjectName(QStringLiteral("textWindow"));
    m_bar->setObjectName(QStringLiteral("textBar"));
    m_bar->setAccessibleName(tr("Place in the payload"));
    m_bar->hide();
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);
    line->addWidget(m_edit, 1);
    line->addWidget(m_bar);
    setFocusProxy(m_edit);
    m_edit->onEnd = [this](bool last) {
        if (!m_windowed)
            return false;
        goTo(last ? m_size - 1 : 0);
        m_edit->moveCursor(last ? QTextCursor::End : QTextCursor::Start);
        return true;
    };
    // Lines come and go once the edit is done with its scrolling. Not all of it moves the bar with a signal.
    m_scrolled->setSingleShot(true);
    connect(m_scrolled, &QTimer::timeout, this, &TextWindow::scrolled);
    connect(m_edit->verticalScrollBar(), &QScrollBar::valueChanged, m_scrolled, qOverload<>(&QTimer::start));
    connect(m_edit, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int dy) {
        if (dy != 0)
            m_scrolled->start();
    });
    connect(m_bar, &QScrollBar::actionTriggered, this, [this](int action) {
        if (action == QAbstractSlider::SliderMove)
            return;
        m_bar->setSliderPosition(m_bar->value()); // by lines, not by octets
        m_edit->verticalScrollBar()->triggerAction(QAbstractSlider::SliderAction(action));
    });
    connect(m_bar, &QScrollBar::valueChanged, this, &TextWindow::barMoved);
}

void TextWindow::release()
{
    clear();
    m_job->cancelAndWait();
}

void TextWindow::clear()
{
    m_job->cancel();
    m_fetch = {};
    m_size = m_from = m_to = m_badBytes = 0;
    m_goesOn = m_windowed = m_ended = false;
    m_ascii = true;
    m_firstBad.reset();
    m_wanted.reset();
    m_blockOctets.assign(1, 0);
    m_marks.clear();
    const QScopedValueRollback moving(m_moving, true);
    m_edit->clear();
    m_edit->setExtraSelections({});
    updateBar();
}

void TextWindow::setWrap(bool wrap)
{
    m_edit->setLineWrapMode(wrap ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
}

void TextWindow::showBytes(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn)
{
    clear();
    m_fetch = std::move(fetch);
    m_size = size;
    m_goesOn = goesOn;
    m_windowed = size > whole;
    append();
    if (m_windowed && m_to < stepSize * 2)
        append();
    m_edit->moveCursor(QTextCursor::Start);
    updateBar();
    readOn();
}

void TextWindow::grow(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn)
{
    m_fetch = std::move(fetch);
    m_size = std::max(m_size, size);
    m_goesOn = goesOn;
    m_ended = false;
    // While a part is being read nobody else reads: the window begins when that part is there.
    m_windowed = m_windowed || (m_size > whole && !m_job->isRunning());
    updateBar();
    readOn();
}

/// Reads what is missing of a text that is to be there as a whole.
void TextWindow::readOn()
{
    if (m_windowed || m_ended || m_job->isRunning() || m_to >= m_size)
        return;
    const std::uint64_t from = m_to;
    const std::uint64_t count = std::min(sizeAtOnce, m_size - from);
    const qsizetype column = m_edit->document()->lastBlock().length() - 1;
    const auto work = [fetch = m_fetch, from, count, column, end = m_goesOn ? never : m_size] {
        const QByteArray bytes = fetch(from, count);
        const auto octets = std::uint64_t(bytes.size());
        return Part{visiblePayload(byteView(bytes), octets >= end - from, column), from, octets};
    };
    const auto show = [this](Part part) {
        const std::uint64_t consumed = part.visible.consumed;
        const bool limited = part.octets - consumed > longestTail;
        m_ended = part.octets == 0;
        if (part.from == m_to)
            insert(std::move(part), true);
        if (limited || m_size > whole) { // laying out what cannot be shown is dear: it is done as it is scrolled to
            m_windowed = true;
            updateBar();
        } else if (consumed > 0) {
            readOn();
        }
        if (m_wanted && !m_job->isRunning())
            select(*std::exchange(m_wanted, std::nullopt));
        Q_EMIT read();
    };
    if (m_size - from <= sizeAtOnce)
        return show(work());
    m_job->start([work, show](const std::stop_token &) -> LatestJob::Show {
        return [show, part = std::make_shared<Part>(work())] { show(std::move(*part)); };
    });
}

void TextWindow::append()
{
    if (m_to >= m_size || m_ended)
        return;
    const std::uint64_t count = std::min(m_windowed ? stepSize : sizeAtOnce, m_size - m_to);
    const QByteArray bytes = m_fetch(m_to, count);
    const auto octets = std::uint64_t(bytes.size());
    const bool last = !m_goesOn && octets >= m_size - m_to;
    Part part{visiblePayload(byteView(bytes), last, m_edit->document()->lastBlock().length() - 1), m_to, octets};
    m_windowed = m_windowed || octets - part.visible.consumed > longestTail;
    m_ended = octets == 0;
    insert(std::move(part), true);
    Q_EMIT read();
}

void TextWindow::prepend()
{
    for (std::uint64_t count = std::min(stepSize, m_from); count > 0;) {
        const std::uint64_t from = m_from - count;
        QByteArray bytes = m_fetch(from, count);
        if (std::uint64_t(bytes.size()) != count)
            return;
        // What goes on with a character of before belongs there.
        qsizetype skipped = 0;
        while (from > 0 && skipped < qsizetype(longestTail) && skipped + 1 < bytes.size() &&
               (std::uint8_t(bytes[skipped]) & 0xC0) == 0x80)
            ++skipped;
        bytes.remove(0, skipped);
        VisiblePayload visible = visiblePayload(byteView(bytes), true);
        if (visible.consumed < std::size_t(bytes.size())) {
            count = std::min(count / 2, surelyShown);
            continue;
        }
        insert({std::move(visible), from + std::uint64_t(skipped), std::uint64_t(bytes.size())}, false);
        Q_EMIT read();
        return;
    }
}

void TextWindow::insert(Part part, bool atEnd)
{
    const VisiblePayload &v = part.visible;
    if (v.firstBadByte)
        m_firstBad = std::min(m_firstBad.value_or(never), part.from + *v.firstBadByte);
    m_badBytes += v.badBytes;
    m_ascii = m_ascii && v.ascii;
    const QScopedValueRollback moving(m_moving, true);
    const int place = atEnd ? m_edit->document()->characterCount() - 1 : 0;
    QTextCursor cursor(m_edit->document());
    cursor.setPosition(place);
    const int firstBlock = cursor.blockNumber();
    const int firstState = cursor.block().userState();
    cursor.insertText(v.text);
    std::vector<std::uint64_t> begins;
    for (const std::size_t at : v.lineOctets)
        begins.push_back(part.from + at);
    if (atEnd) {
        m_blockOctets.insert(m_blockOctets.end(), begins.begin(), begins.end());
        m_to += v.consumed;
    } else {
        begins.insert(begins.begin(), part.from);
        m_blockOctets.pop_front(); // it goes on with the last line of what was inserted
        m_blockOctets.insert(m_blockOctets.begin(), begins.begin(), begins.end());
        m_from = part.from;
        for (TextMark &mark : m_marks)
            mark.from += v.text.size();
    }
    for (int i = 0; i <= int(v.lineOctets.size()); ++i) {
        QTextBlock block = m_edit->document()->findBlockByNumber(firstBlock + i);
        const qsizetype at = block.position() - place;
        const bool soft = std::binary_search(v.softBreaks.begin(), v.softBreaks.end(), at);
        block.setUserState(i == 0 && atEnd ? firstState : soft ? PayloadEdit::continuesLine : -1);
    }
    for (const TextMark &mark : v.marks) {
        if (m_marks.size() < VisiblePayload::maxMarks)
            m_marks.push_back({mark.from + place, mark.count, mark.kind});
    }
    paintMarks();
}

/// Takes lines away until no more octets are laid out than should be.
void TextWindow::dropFrom(bool front)
{
    if (m_to - m_from <= maxLoaded)
        return;
    const QScopedValueRollback moving(m_moving, true);
    QTextDocument &document = *m_edit->document();
    QTextCursor cursor(&document);
    if (front) {
        const auto it = std::lower_bound(m_blockOctets.begin(), m_blockOctets.end(), m_to - maxLoaded);
        const int blocks = int(it - m_blockOctets.begin());
        if (it == m_blockOctets.end() || blocks == 0)
            return;
        const int end = document.findBlockByNumber(blocks).position();
        cursor.setPosition(end, QTextCursor::KeepAnchor);
        const int state = document.findBlockByNumber(blocks).userState();
        cursor.removeSelectedText();
        document.firstBlock().setUserState(state);
        m_blockOctets.erase(m_blockOctets.begin(), it);
        m_from = m_blockOctets.front();
        std::erase_if(m_marks, [end](const TextMark &mark) { return mark.from < end; });
        for (TextMark &mark : m_marks)
            mark.from -= end;
    } else {
        const auto it = std::upper_bound(m_blockOctets.begin() + 1, m_blockOctets.end(), m_from + maxLoaded);
        if (it == m_blockOctets.end())
            return;
        const int block = int(it - m_blockOctets.begin());
        const int begin = document.findBlockByNumber(block).position();
        // The break before it stays, so that what comes back goes on in a block of its own.
        cursor.setPosition(begin);
        const int state = document.findBlockByNumber(block).userState();
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        document.lastBlock().setUserState(state);
        m_to = *it;
        m_ended = false;
        m_blockOctets.erase(it + 1, m_blockOctets.end());
        std::erase_if(m_marks, [begin](const TextMark &mark) { return mark.from >= begin; });
    }
    paintMarks();
}

/// Lays out what is round an octet and nothing else.
void TextWindow::load(std::uint64_t octet)
{
    const QScopedValueRollback moving(m_moving, true);
    std::uint64_t from = octet - std::min(octet, stepSize);
    if (from > 0) { // not inside a character
        const QByteArray bytes = m_fetch(from, longestTail);
        for (const char c : bytes) {
            if ((std::uint8_t(c) & 0xC0) != 0x80)
                break;
            ++from;
        }
        from = std::min(from, octet);
    }
    m_edit->clear();
    m_marks.clear();
    m_ended = false;
    m_from = m_to = from;
    m_blockOctets.assign(1, from);
    // What cannot be shown comes in small parts.
    for (int parts = 0; parts < 8 && m_to <= octet && m_to < m_size && !m_ended; ++parts)
        append();
    append();
}

void TextWindow::goTo(std::uint64_t octet)
{
    if (m_size == 0)
        return;
    octet = std::min(octet, m_size - 1);
    if (m_windowed && (octet < m_from || octet >= m_to))
        load(octet);
    {
        const QScopedValueRollback moving(m_moving, true);
        setTop(positionOf(octet));
    }
    scrolled();
}

void TextWindow::setTop(int position)
{
    const QTextBlock block = m_edit->document()->findBlock(position);
    m_edit->layOut(block);
    const int line = block.layout()->lineForTextPosition(position - block.position()).lineNumber();
    m_edit->verticalScrollBar()->setValue(block.firstLineNumber() + std::max(0, line));
}

void TextWindow::scrolled()
{
    if (m_moving || !m_windowed)
        return;
    const QScopedValueRollback moving(m_moving, true);
    QScrollBar &bar = *m_edit->verticalScrollBar();
    const int page = std::max(1, bar.pageStep());
    if (bar.value() + 2 * page >= bar.maximum() && m_to < m_size && !m_ended) {
        const QTextCursor top = m_edit->topCursor();
        append();
        dropFrom(true);
        setTop(top.position());
    } else if (bar.value() <= 2 * page && m_from > 0) {
        const QTextCursor top = m_edit->topCursor();
        prepend();
        dropFrom(false);
        setTop(top.position());
    }
    updateBar();
}

void TextWindow::updateBar()
{
    m_bar->setVisible(m_windowed);
    m_edit->setVerticalScrollBarPolicy(m_windowed ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    if (!m_windowed)
        return;
    const QSignalBlocker quiet(m_bar);
    const QTextBlock top = m_edit->topCursor().block();
    const std::uint64_t first = m_blockOctets[std::size_t(top.blockNumber())];
    // About what a page holds: the bar's handle is small however large a page is.
    m_bar->setPageStep(int(std::max<std::uint64_t>(1, sizeAtOnce / 16 / barStep())));
    m_bar->setRange(0, int((m_size - 1) / barStep()));
    QScrollBar &inner = *m_edit->verticalScrollBar();
    const bool atEnd = m_to >= m_size && inner.value() >= inner.maximum();
    m_bar->setValue(atEnd ? m_bar->maximum() : int(first / barStep()));
}

void TextWindow::barMoved(int value)
{
    if (value == m_bar->maximum()) {
        goTo(m_size - 1);
        m_edit->verticalScrollBar()->setValue(m_edit->verticalScrollBar()->maximum());
        return;
    }
    goTo(std::uint64_t(value) * barStep());
}

int TextWindow::blockOf(std::uint64_t octet) const
{
    const auto it = std::upper_bound(m_blockOctets.begin(), m_blockOctets.end(), octet);
    return std::max(0, int(it - m_blockOctets.begin()) - 1);
}

int TextWindow::positionOf(std::uint64_t octet) const
{
    const int number = blockOf(std::min(octet, m_to));
    const QTextBlock block = m_edit->document()->findBlockByNumber(number);
    const std::uint64_t begin = m_blockOctets[std::size_t(number)];
    if (octet <= begin)
        return block.position();
    const QByteArray before = m_fetch(begin, std::min(octet, m_to) - begin);
    const qsizetype units = visiblePayload(byteView(before), false).text.remove(u'\n').size();
    return block.position() + int(std::min<qsizetype>(units, block.length() - 1));
}

std::uint64_t TextWindow::octetOf(int position) const
{
    const QTextBlock block = m_edit->document()->findBlock(position);
    const auto number = std::size_t(block.blockNumber());
    const std::uint64_t begin = m_blockOctets[number];
    const std::uint64_t end = number + 1 < m_blockOctets.size() ? m_blockOctets[number + 1] : m_to;
    std::uint64_t low = begin;
    std::uint64_t high = end;
    while (low < high) { // the first octet that so much text stands before
        const std::uint64_t middle = low + (high - low) / 2;
        if (positionOf(middle) >= position)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void TextWindow::select(OctetRange octets)
{
    if (octets.from >= m_size || octets.count == 0)
        return;
    if (m_job->isRunning()) { // one reads at a time
        m_wanted = octets;
        return;
    }
    if (octets.from < m_from || octets.from >= m_to)
        goTo(octets.from);
    while (octets.from + octets.count > m_to && m_to < m_size && !m_ended && m_to - m_from < maxLoaded)
        append();
    QTextCursor cursor(m_edit->document());
    cursor.setPosition(positionOf(octets.from));
    cursor.setPosition(positionOf(octets.from + octets.count), QTextCursor::KeepAnchor);
    {
        const QScopedValueRollback moving(m_moving, true);
        m_edit->setTextCursor(cursor);
        m_edit->ensureCursorVisible();
    }
    scrolled();
}

std::optional<OctetRange> TextWindow::selected() const
{
    const QTextCursor cursor = m_edit->textCursor();
    if (m_size == 0 || m_job->isRunning())
        return std::nullopt;
    const std::uint64_t from = octetOf(cursor.selectionStart());
    return OctetRange{from, cursor.hasSelection() ? octetOf(cursor.selectionEnd()) - from : 0};
}

QString TextWindow::text() const { return m_edit->joinedText(); }

void TextWindow::paintMarks()
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

void TextWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        paintMarks();
}

} // namespace framescope::ui
