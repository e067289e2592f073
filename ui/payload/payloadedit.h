#pragma once

#include <QPlainTextEdit>

#include <functional>

namespace framescope::ui
{

/// Text to read and to copy. Lines that were broken for showing are copied as they are in the payload.
class PayloadEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    /// State of a block that goes on with the line of the block before it.
    static constexpr int continuesLine = 1;

    explicit PayloadEdit(QWidget *parent = nullptr);

    /// Asked before the cursor goes to the first or `last` place of the text; true: it was done.
    std::function<bool(bool last)> onEnd;
    QString joinedText() const;
    /// Where the first line that is seen begins.
    QTextCursor topCursor() const;
    /// Has the block's lines made, where that waits until it is seen.
    void layOut(const QTextBlock &block) const { blockBoundingRect(block); }

protected:
    QMimeData *createMimeDataFromSelection() const override;
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace framescope::ui
