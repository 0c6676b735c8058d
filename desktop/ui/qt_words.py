"""Vietnamese for what Qt itself shows: buttons, menus of fields, file and print dialogs, dates.

Qt ships no Vietnamese catalogue; ours is ``resources/translations/qtbase_vi.ts``, by Qt's own
contexts, compiled to the .qm beside it. On Windows the file and print dialogs come from Windows
and speak its language; on Linux without a desktop's own dialogs they are Qt's and read these words.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop.base.resources import resource

VIETNAMESE = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)


def speak_vietnamese(app: QCoreApplication) -> QTranslator:
    """Let Qt's own texts, dates and numbers be Vietnamese; call it before the first window.

    Returns the installed translator, which belongs to the application.
    Raises FileNotFoundError if the catalogue is not there or is damaged.
    """
    path = resource("translations/qtbase_vi.qm")
    translator = QTranslator(app)
    if not translator.load(str(path)):
        raise FileNotFoundError(path)
    app.installTranslator(translator)
    # Whatever language the PC has, what Qt writes by itself follows the words.
    QLocale.setDefault(VIETNAMESE)
    return translator
