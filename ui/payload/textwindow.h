#pragma once

#include "ui/payload/rowpayload.h"
#include "ui/support/latestjob.h"
#include "ui/support/visiblepayload.h"

#include <QWidget>

#include <deque>

class QScrollBar;
class QTimer;

namespace framescope::ui
{

class PayloadEdit;

/// Octets as text, however many there are. Up to `whole` octets are all there; of more, a window is read and laid out
/// that moves as a person scrolls, and the scroll bar counts octets.
/// Thread: the GUI's; what follows the first of a text that is all shown is read on another.
class TextWindow : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::uint64_t whole = 1024 * 1024;
    /// Read and laid out at once.
    static constexpr std::uint64_t sizeAtOnce = 64 * 1024;
    /// Octets that are laid out of a longer text, at most.
    static constexpr std::uint64_t maxLoaded = 256 * 1024;

    explicit TextWindow(QWidget *parent = nullptr);

    /// Shows the beginning of `size` octets. Lifetime: fetch is kept until the next call. `goesOn`: more may come, so a
    /// character that is not whole at the end is not wrong yet.
    void showBytes(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn);
    /// There are `size` octets by now, the first of them as before: what is shown stays where it is.
    void grow(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn);
    void clear();
    /// What the last fetch reads from may go when this returns.
    void release();
    void setWrap(bool wrap);

    bool isReading() const { return m_job->isRunning(); }
    /// Not all octets are laid out at once.
    bool isWindowed() const noexcept { return m_windowed; }
    OctetRange loaded() const noexcept { return {m_from, m_to - m_from}; }
    std::uint64_t size() const noexcept { return m_size; }
    /// Of what was read so far.
    std::optional<std::uint64_t> firstBadByte() const noexcept { return m_firstBad; }
    std::uint64_t badBytes() const noexcept { return m_badBytes; } ///< meant only while not windowed
    bool isAscii() const noexcept { return m_ascii; }

    /// What is laid out, lines as they are in the payload.
    QString text() const;
    /// Brings the line with this octet to the top.
    void goTo(std::uint64_t octet);
    /// Selects octets and scrolls to them; of very many the first that are laid out.
    void select(OctetRange octets);
    std::optional<OctetRange> selected() const;

Q_SIGNALS:
    /// More was read.
    void read();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Part;
    void append();
    void prepend();
    void insert(Part part, bool atEnd);
    void load(std::uint64_t octet);
    void readOn();
    void dropFrom(bool front);
    void scrolled();
    void barMoved(int value);
    void updateBar();
    void setTop(int position);
    int blockOf(std::uint64_t octet) const;
    int positionOf(std::uint64_t octet) const;
    std::uint64_t octetOf(int position) const;
    std::uint64_t barStep() const { return m_size / 1'000'000'000 + 1; }
    void paintMarks();

    LatestJob *m_job;
    RowPayload::Fetch m_fetch;
    std::uint64_t m_size = 0;
    std::uint64_t m_from = 0; ///< the octets laid out
    std::uint64_t m_to = 0;
    bool m_goesOn = false;
    bool m_windowed = false;
    bool m_ended = false;                    ///< no more can be read, although there should be more
    std::deque<std::uint64_t> m_blockOctets; ///< where each block begins
    std::vector<TextMark> m_marks;
    std::optional<std::uint64_t> m_firstBad;
    std::uint64_t m_badBytes = 0;
    bool m_ascii = true;
    bool m_moving = false;              ///< what scrolls is this object
    std::optional<OctetRange> m_wanted; ///< to be selected once it is read
    QTimer *m_scrolled;                 ///< runs when something was scrolled
    PayloadEdit *m_edit;
    QScrollBar *m_bar;
};

} // namespace framescope::ui
