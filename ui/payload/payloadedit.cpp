#include "ui/payload/payloadedit.h"

#include "ui/support/theme.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>

namespace framescope::ui
{

namespace
{
QString joined(const QTextDocument &document, int from, int to)
{
    QString out;
    for (QTextBlock block = document.findBlock(from); block.isValid() && block.position() <= to; block = block.next()) {
        if (block.position() > from && block.userState() != PayloadEdit::continuesLine)
            out += u'\n';
        const int begin = std::max(from - block.position(), 0);
        out += block.text().mid(begin, std::max(0, to - block.position() - begin));
    }
    return out;
}
} // namespace

PayloadEdit::PayloadEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("payloadText"));
    setAccessibleName(tr("Payload as text"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFont(monospaceFont());
    setFrameShape(QFrame::NoFrame);
    setStyleSheet(QStringLiteral("QPlainTextEdit { border: none; border-radius: 0; background: palette(window); }"));
    setUndoRedoEnabled(false);
}

QString PayloadEdit::joinedText() const { return joined(*document(), 0, document()->characterCount()); }

QTextCursor PayloadEdit::topCursor() const
{
    QTextCursor cursor(firstVisibleBlock());
    if (cursor.isNull())
        return QTextCursor(document());
    const int line = verticalScrollBar() ? verticalScrollBar()->value() - cursor.block().firstLineNumber() : 0;
    const QTextLayout &layout = *cursor.block().layout();
    if (line > 0 && line < layout.lineCount())
        cursor.setPosition(cursor.block().position() + layout.lineAt(line).textStart());
    return cursor;
}

QMimeData *PayloadEdit::createMimeDataFromSelection() const
{
    auto *data = new QMimeData;
    const QTextCursor cursor = textCursor();
    data->setText(joined(*document(), cursor.selectionStart(), cursor.selectionEnd()));
    return data;
}

void PayloadEdit::keyPressEvent(QKeyEvent *event)
{
    for (const auto &[key, last] :
         {std::pair(QKeySequence::MoveToStartOfDocument, false), std::pair(QKeySequence::MoveToEndOfDocument, true)}) {
        if (event->matches(key) && onEnd && onEnd(last))
            return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

} // namespace framescope::ui
