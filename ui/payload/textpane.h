#pragma once

#include "ui/payload/payloadtab.h"
#include "ui/support/latestjob.h"
#include "ui/support/visiblepayload.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace framescope::ui
{

/// Payload octets as text, a window at a time.
class TextPane : public PayloadTab
{
    Q_OBJECT
public:
    /// Octets shown before "Show more" is asked for, and added by it.
    static constexpr std::uint64_t window = 1024 * 1024;
    /// Octets that are read and laid out at once; what follows is read on another thread.
    static constexpr std::uint64_t sizeAtOnce = 64 * 1024;
    using Fetch = RowPayload::Fetch;

    explicit TextPane(QWidget *parent = nullptr);

    /// Shows the first window of `size` octets that `fetch` gives. Lifetime: fetch is kept until the next call.
    /// `goesOn`: more may come, so a character that is not whole at the end is not wrong yet.
    void showBytes(std::uint64_t size, Fetch fetch, bool goesOn = false);
    /// There are `size` octets by now, the first of them as before: what is shown stays where it is.
    void grow(std::uint64_t size, bool goesOn);
    void showPayload(const RowPayload &payload) override;
    bool grow(const RowPayload &payload) override;
    void clear() override;
    void release() override;
    /// Whether what was asked for is still being read.
    bool isReading() const { return m_job->isRunning(); }
    /// What is shown, lines as they are in the payload.
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void showMore();
    void readNext();
    void showPart(const VisiblePayload &part, std::uint64_t octets);
    void offerMore();
    void paintMarks();

    LatestJob *m_job;
    Fetch m_fetch;
    std::vector<TextMark> m_marks;
    std::uint64_t m_size = 0;
    std::uint64_t m_shown = 0;
    std::uint64_t m_wanted = 0; ///< to be shown, as far as it goes
    bool m_goesOn = false;
    std::uint64_t m_badBytes = 0;
    std::uint64_t m_firstBad = 0;
    QPlainTextEdit *m_edit;
    QWidget *m_notice;
    QLabel *m_noticeText;
    QPushButton *m_noticeButton;
    QPushButton *m_more;
    QToolButton *m_wrap;
};

} // namespace framescope::ui
