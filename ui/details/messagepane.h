#pragma once

#include "ui/details/capturepane.h"

class QLabel;
class QPushButton;
class QTableView;

namespace framescope::ui
{

class MessageModel;

/// The Message pane: all frames of the row's message with their totals, and of a compressed one what it inflates to.
class MessagePane : public CapturePane
{
    Q_OBJECT
public:
    /// More frames than these are not listed, and the pane says so.
    static constexpr std::size_t maxFrames = 100'000;

    explicit MessagePane(QWidget *parent = nullptr);

Q_SIGNALS:
    /// A person wants the rest of a message that stopped at the limit of inflating.
    void continueInflatingRequested(framescope::RowIndex row);

public Q_SLOTS:
    /// Reads the row's message anew, for instance when more of it was inflated.
    void refresh() override;

protected:
    void captureChanged() override;

private:
    void showInflated();

    QLabel *m_summary;
    QWidget *m_inflated;
    QLabel *m_inflatedText;
    QPushButton *m_continue;
    QPushButton *m_goTo;
    RowIndex m_unknownSince;
    QTableView *m_table;
    MessageModel *m_model;
};

} // namespace framescope::ui
